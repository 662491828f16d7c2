namespace Spaceforge.Compiler;

/// <summary>Something that only the SDK's compiler can do.</summary>
sealed class RefusedException(string message) : Exception(message);
