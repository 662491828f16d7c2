namespace System.Runtime.CompilerServices;

/// <summary>What init properties compile to; the old frameworks lack it.</summary>
static class IsExternalInit;
