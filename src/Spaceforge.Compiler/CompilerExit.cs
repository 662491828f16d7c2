namespace Spaceforge.Compiler;

/// <summary>How the compiler ends.</summary>
static class CompilerExit
{
    /// <summary>The program is written.</summary>
    public const int Done = 0;

    /// <summary>The source has errors; they were printed.</summary>
    public const int Errors = 1;

    /// <summary>This is not for this compiler: the SDK's has to do it. The reason was printed.</summary>
    public const int Refused = 3;
}
