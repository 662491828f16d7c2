namespace Spaceforge.Compiler;

/// <summary>Exit codes of the compiler.</summary>
static class CompilerExit
{
    /// <summary>The program was written.</summary>
    public const int Done = 0;

    /// <summary>The source has errors; they were printed.</summary>
    public const int Errors = 1;

    /// <summary>This compiler cannot do it; the SDK's compiler must. The reason was printed.</summary>
    public const int Refused = 3;
}
