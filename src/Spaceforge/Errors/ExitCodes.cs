namespace Spaceforge;

/// <summary>The exit codes of plugin programs and of the tool, as docs/exit-codes.md lists them.</summary>
static class ExitCodes
{
    public const int Done = 0;

    /// <summary>A hook failed, a committed manifest is stale, or Spacelift did not do what it was asked.</summary>
    public const int Failed = 1;

    /// <summary>Bad arguments, files or definitions: nothing was run, nothing was written.</summary>
    public const int UsedWrongly = 2;

    /// <summary>A bug of the tool; the number that sendmail gave it.</summary>
    public const int Fault = 70;

    /// <summary>Stopped by a signal; the shell's convention is 128 and the signal's number.</summary>
    public const int SignalBase = 128;
}
