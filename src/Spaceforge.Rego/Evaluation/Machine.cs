using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>A single evaluation: limits, scopes, and the values of rules.</summary>
sealed partial class Machine : BuiltinContext
{
    const int MostCalls = 100_000;

    // Markers for values that are undefined, and for values that are being computed.
    static readonly RegoValue Undefined = new RegoString("undefined");
    static readonly RegoValue Running = new RegoString("running");
    readonly Plan plan;
    readonly RegoEvaluation evaluation;
    readonly long deadline;
    readonly long mostSteps;
    readonly long mostBytes;
    readonly int mostDepth;
    readonly bool limited;
    long steps;
    long next;
    long bytes;
    int depth;
    Random? random;

    public Machine(Plan plan, RegoEvaluation evaluation)
    {
        this.plan = plan;
        this.evaluation = evaluation;
        Now = evaluation.Now ?? DateTimeOffset.UtcNow;
        mostSteps = evaluation.MaxSteps;
        mostBytes = evaluation.MaxMemory;
        mostDepth = evaluation.MaxDepth;
        limited = evaluation.Timeout != Timeout.InfiniteTimeSpan;
        deadline = Stopwatch.GetTimestamp() + (long)(evaluation.Timeout.TotalSeconds * Stopwatch.Frequency);
        Strict = evaluation.StrictBuiltinErrors;
        Scope = new(plan.NodeCount) { Input = evaluation.Input, Data = evaluation.Data ?? RegoObject.Empty };
    }

    public Scope Scope { get; set; }

    public bool Strict { get; }

    public RegoTrace? Trace { get; init; }

    public override DateTimeOffset Now { get; }

    public override Random Random => random ??= evaluation.Random ?? new Random();

    public long Steps => steps;

    public override Func<IReadOnlyList<RegoValue>, RegoValue?>? Provided(string name) => evaluation.Builtins.GetValueOrDefault(name);

    public override void Print(string line) => evaluation.Print?.Invoke(line);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (++steps >= next) Look();
    }

    public override void Spend(long count)
    {
        steps += count;
        if (steps >= next) Look();
    }

    public override void Reserve(long count)
    {
        bytes += count;
        if (bytes > mostBytes) throw Limit($"the results take more than {mostBytes} bytes (MaxMemory)");
    }

    public void Enter()
    {
        if (++depth > mostDepth) throw Limit($"rules and functions are nested deeper than {mostDepth} (MaxDepth)");
        RuntimeHelpers.EnsureSufficientExecutionStack();
    }

    public void Leave() => depth--;

    static Stop Limit(string message) => new("eval_limit_error", message, default);

    void Look()
    {
        next = steps + 1024;
        if (steps > mostSteps) throw Limit($"more than {mostSteps} steps (MaxSteps)");
        if (evaluation.Cancellation.IsCancellationRequested)
        {
            throw new Stop("eval_cancel_error", "caller cancelled query execution", default);
        }
        if (limited && Stopwatch.GetTimestamp() > deadline) throw Limit($"longer than {evaluation.Timeout.TotalSeconds} s (Timeout)");
    }
}
