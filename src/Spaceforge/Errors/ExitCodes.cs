namespace Spaceforge;

/// <summary>The exit codes of plugin programs and of the tool, as listed in docs/exit-codes.md.</summary>
static class ExitCodes
{
    public const int Done = 0;

    /// <summary>A hook failed, a committed manifest is stale, or Spacelift refused a request.</summary>
    public const int Failed = 1;

    /// <summary>Invalid arguments, files or definitions: nothing was run, nothing was written.</summary>
    public const int UsedWrongly = 2;

    /// <summary>A bug in the tool; sendmail's EX_SOFTWARE.</summary>
    public const int Fault = 70;

    /// <summary>Stopped by a signal; by shell convention, 128 plus the signal's number.</summary>
    public const int SignalBase = 128;
}
