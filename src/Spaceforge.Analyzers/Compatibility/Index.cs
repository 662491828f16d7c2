namespace System;

/// <summary>A position from the front, or with <c>^</c> from the end: what the compiler makes of <c>list[^1]</c>.</summary>
readonly struct Index(int value, bool fromEnd = false)
{
    public int GetOffset(int length) => fromEnd ? length - value : value;
}
