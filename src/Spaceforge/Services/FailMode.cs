namespace Spaceforge;

/// <summary>What happens to a run whose findings reach the threshold.</summary>
public enum FailMode
{
    /// <summary>The hook succeeds, and the plan policy denies the run.</summary>
    Policy,

    /// <summary>The hook fails, and so does the run.</summary>
    Fail,

    /// <summary>The hook succeeds, and the plan policy warns.</summary>
    Warn,
}
