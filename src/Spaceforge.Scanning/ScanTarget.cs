namespace Spaceforge.Scanning;

/// <summary>What a scanner looks at.</summary>
public enum ScanTarget
{
    /// <summary>The files of the project root, as they were written.</summary>
    Source,

    /// <summary>The run's plan, <c>spacelift.plan.json</c>, in which variables and modules have their values.</summary>
    Plan,
}
