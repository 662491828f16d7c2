using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies;

/// <summary>Runs tests side by side.</summary>
/// <param name="coverage">What is covered is noted there; null where nobody asks.</param>
/// <param name="timeout">How long a test may take.</param>
sealed class TestRun(TestCoverage? coverage, TimeSpan timeout)
{
    const int MostOutput = 100_000;
    const long MostMemory = 400_000_000;

    public IReadOnlyList<TestResult> Run(IReadOnlyList<PolicyTest> tests, CancellationToken cancellationToken)
    {
        var results = new TestResult[tests.Count];
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(0, tests.Count), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            index => results[index] = Run(tests[index], cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return results;
    }

    TestResult Run(PolicyTest test, CancellationToken cancellationToken)
    {
        if (test.IsSkipped) return new TestResult(test, TestOutcome.Skipped, TimeSpan.Zero);

        var output = new StringBuilder();
        var start = Stopwatch.GetTimestamp();
        try
        {
            // Following each expression takes time that most tests need not spend: only one that fails is run again for its line.
            var follows = coverage is not null || test.HasCases;
            var (value, trace) = Evaluate(test, follows, output, cancellationToken);
            var duration = Stopwatch.GetElapsedTime(start);
            var cases = test.HasCases && value is null or RegoObject ? Cases(test, value as RegoObject, trace!) : [];
            var passed = cases.Count > 0 ? cases.All(part => part.Passed) : value is RegoBoolean { Value: true };
            coverage?.Add(test.Group, trace!);
            if (!passed && !follows) trace = Evaluate(test, follows: true, new StringBuilder(), cancellationToken).Trace;
            return new TestResult(test, passed ? TestOutcome.Passed : TestOutcome.Failed, duration)
            {
                FailedAt = passed ? null : FailedAt(test, trace!, keys: null),
                Output = output.ToString(),
                Cases = cases,
            };
        }
        catch (RegoException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new TestResult(test, TestOutcome.Error, Stopwatch.GetElapsedTime(start))
            {
                Error = e.Errors[0],
                Output = output.ToString(),
            };
        }
    }

    (RegoValue? Value, RegoTrace? Trace) Evaluate(PolicyTest test, bool follows, StringBuilder output, CancellationToken cancellationToken)
    {
        var result = test.Policy.Query($"result__ = {test.Reference}", new RegoEvaluation
        {
            Data = test.Group.Data,
            Timeout = timeout,
            MaxMemory = MostMemory,
            Cancellation = cancellationToken,
            Trace = follows,
            Print = line =>
            {
                if (output.Length < MostOutput) output.Append(line.AsSpan(0, Math.Min(line.Length, MostOutput))).Append('\n');
            },
        });
        return (result.Bindings.Count == 0 ? null : result.Bindings[0]["result__"], result.Trace);
    }

    static List<TestCase> Cases(PolicyTest test, RegoObject? value, RegoTrace trace)
    {
        var tried = trace.CasesOf(PathOf(test)).ToList();
        foreach (var (key, _) in value ?? RegoObject.Empty)
        {
            // A rule whose key is a constant is tried too.
            if (!tried.Exists(keys => keys[0] == key)) tried.Add(new RegoArray([key]));
        }

        return Level(test, value, trace, [.. tried], 0);
    }

    static List<TestCase> Level(PolicyTest test, RegoValue? value, RegoTrace trace, IReadOnlyList<RegoArray> tried, int depth)
    {
        var level = new List<TestCase>();
        foreach (var group in tried.GroupBy(keys => keys[depth]).OrderBy(group => group.Key))
        {
            var inner = (value as RegoObject)?[group.Key];
            var deeper = group.Where(keys => keys.Count > depth + 1).ToArray();
            var cases = deeper.Length == 0 ? [] : Level(test, inner, trace, deeper, depth + 1);
            var passed = deeper.Length == 0 ? inner is RegoBoolean { Value: true } : cases.All(part => part.Passed);
            level.Add(new TestCase(
                group.Key is RegoString text ? text.Value : group.Key.ToJson(), passed,
                passed || deeper.Length > 0 ? null : FailedAt(test, trace, group.First()), cases));
        }

        return level;
    }

    static RegoTraceEvent? FailedAt(PolicyTest test, RegoTrace trace, RegoArray? keys) => test.Rules
        .Select(rule => trace.FailedIn(rule.Place.File, rule.Place.Line, Math.Max(rule.Place.Line, rule.LastLine), keys))
        .LastOrDefault(found => found is not null);

    static string PathOf(PolicyTest test) => test.FullName;
}
