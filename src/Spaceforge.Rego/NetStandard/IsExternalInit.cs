namespace System.Runtime.CompilerServices;

/// <summary>Required by the compiler for init properties; missing in older frameworks.</summary>
static class IsExternalInit;
