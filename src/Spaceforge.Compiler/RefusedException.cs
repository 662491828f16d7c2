namespace Spaceforge.Compiler;

/// <summary>Something that the SDK's compiler can do and this one cannot.</summary>
sealed class RefusedException(string message) : Exception(message);
