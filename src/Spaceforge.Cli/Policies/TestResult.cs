using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies;

enum TestOutcome
{
    Passed,
    Failed,
    Skipped,

    /// <summary>It could not be evaluated.</summary>
    Error,
}

/// <summary>What came of a test.</summary>
sealed record TestResult(PolicyTest Test, TestOutcome Outcome, TimeSpan Duration)
{
    public RegoError? Error { get; init; }

    /// <summary>The expression that did not hold, with the variables that had a value.</summary>
    public RegoTraceEvent? FailedAt { get; init; }

    /// <summary>What it printed.</summary>
    public string Output { get; init; } = "";

    public IReadOnlyList<TestCase> Cases { get; init; } = [];

    /// <summary>The test, or where it has cases those, with the path of their names.</summary>
    public IEnumerable<(string Name, bool Passed, RegoTraceEvent? FailedAt)> Leaves => Cases.Count == 0
        ? [("", Outcome == TestOutcome.Passed, FailedAt)]
        : Cases.SelectMany(part => part.Leaves(""));
}

/// <summary>One case of a test: a key of the rule's head.</summary>
sealed record TestCase(string Name, bool Passed, RegoTraceEvent? FailedAt, IReadOnlyList<TestCase> Cases)
{
    public IEnumerable<(string Name, bool Passed, RegoTraceEvent? FailedAt)> Leaves(string path) => Cases.Count == 0
        ? [($"{path}/{Name}", Passed, FailedAt)]
        : Cases.SelectMany(part => part.Leaves($"{path}/{Name}"));
}
