namespace Spaceforge.Scanning;

/// <summary>What becomes of a run whose findings reach the threshold.</summary>
public enum FailMode
{
    /// <summary>The hook succeeds, and the plan policy denies the run.</summary>
    Policy,

    /// <summary>The hook fails, and the run with it.</summary>
    Fail,

    /// <summary>The hook succeeds, and the plan policy warns.</summary>
    Warn,
}
