namespace System;

/// <summary>A position from the start, or from the end with <c>^</c>; the compiler uses it for <c>list[^1]</c>.</summary>
readonly struct Index(int value, bool fromEnd = false)
{
    public int GetOffset(int length) => fromEnd ? length - value : value;
}
