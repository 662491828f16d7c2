namespace Spaceforge.Scanning;

/// <summary>What a scanner scans.</summary>
public enum ScanTarget
{
    /// <summary>The source files in the project root.</summary>
    Source,

    /// <summary>The run's plan, <c>spacelift.plan.json</c>, with variables and modules resolved.</summary>
    Plan,
}
