namespace Spaceforge.Cli.Policies.Formats;

/// <summary>What a run of tests gave.</summary>
/// <param name="Results">In the order of the files.</param>
/// <param name="Coverage">Null where nobody asked.</param>
/// <param name="IsVerbose">Whether tests that passed are told too.</param>
sealed record TestReport(IReadOnlyList<TestResult> Results, CoverageReport? Coverage, bool IsVerbose)
{
    // A test with cases counts as its cases.
    public int Passed => Results.Sum(result => result.Outcome is TestOutcome.Passed or TestOutcome.Failed
        ? result.Leaves.Count(leaf => leaf.Passed) : 0);

    public int Failed => Results.Sum(result => result.Outcome is TestOutcome.Passed or TestOutcome.Failed
        ? result.Leaves.Count(leaf => !leaf.Passed) : 0);

    public int Skipped => Results.Count(result => result.Outcome == TestOutcome.Skipped);

    public int Errors => Results.Count(result => result.Outcome == TestOutcome.Error);

    public int Count => Passed + Failed + Skipped + Errors;
}
