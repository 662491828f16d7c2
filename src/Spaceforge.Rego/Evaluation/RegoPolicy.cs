using System.Runtime.ExceptionServices;

namespace Spaceforge.Rego;

/// <summary>
/// Modules that were compiled together. Several threads can evaluate it at once.
/// <code>
/// var policy = RegoPolicy.Compile(RegoModule.Parse("package play\nallow if input.role == \"admin\""));
/// var allow = policy.Evaluate("data.play.allow", new() { Input = RegoJson.Parse("{\"role\":\"admin\"}") });
/// </code>
/// </summary>
public sealed class RegoPolicy
{
    // Hostile policies may be deeply nested, and the stack size of the caller's thread is unknown.
    const int StackSize = 256 * 1024 * 1024;
    readonly Compilation compilation;
    readonly Plan plan;
    readonly Lazy<Plan> traced;

    RegoPolicy(Compilation compilation)
    {
        this.compilation = compilation;
        plan = new(compilation, traced: false);
        traced = new(() => new(compilation, traced: true));
    }

    /// <summary>
    /// Compiles modules into a policy; throws a <see cref="RegoException"/> with all errors.
    /// </summary>
    public static RegoPolicy Compile(params RegoModule[] modules) => Compile(modules, []);

    /// <summary>Like the other overload, with the names of the built-ins that the caller will provide.</summary>
    public static RegoPolicy Compile(IEnumerable<RegoModule> modules, IEnumerable<string> providedBuiltins)
    {
        var compilation = new Compilation([.. modules], providedBuiltins.ToHashSet(StringComparer.Ordinal));
        RegoChecks.Run(compilation);
        return compilation.Errors.Count == 0 ? new(compilation) : throw new RegoException(compilation.Errors);
    }

    /// <summary>Returns the value of a reference (<c>data.policy.deny</c>), or null if it is undefined.</summary>
    /// <exception cref="RegoException">It failed: a conflict, a limit, or a strict error in a built-in.</exception>
    public RegoValue? Evaluate(string reference, RegoEvaluation? evaluation = null)
    {
        var result = Query($"result__ = {reference}", evaluation);
        return result.Bindings.Count == 0 ? null : result.Bindings[0]["result__"];
    }

    /// <summary>Returns every solution of a query.</summary>
    /// <exception cref="RegoException">It cannot be parsed, is not safe, or failed.</exception>
    public RegoResult Query(string query, RegoEvaluation? evaluation = null)
    {
        evaluation ??= new();
        RegoResult? result = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = Run(query, evaluation);
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackSize)
        {
            // A policy that never ends must not keep a process alive that has given up on it.
            IsBackground = true,
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    RegoResult Run(string query, RegoEvaluation evaluation)
    {
        var used = evaluation.Trace ? traced.Value : plan;
        try
        {
            var results = new List<IReadOnlyDictionary<string, RegoValue>>();
            var (block, slots, extras) = Planned(query, used, results);
            var trace = evaluation.Trace ? new RegoTrace() : null;
            var machine = new Machine(used, evaluation) { Trace = trace };
            block.Run(machine, new(slots, extras));
            return new() { Bindings = results, Trace = trace, Steps = machine.Steps };
        }
        catch (Stop stop)
        {
            throw new RegoException([stop.Error]);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new RegoException([new("eval_limit_error", "values or rules are nested too deep", default)]);
        }
    }

    (Block Block, int Slots, int Extras) Planned(string query, Plan used, List<IReadOnlyDictionary<string, RegoValue>> results)
    {
        var errors = new List<RegoError>();
        var body = new Parser(query, "query", RegoVersion.V1, errors).Query();
        if (errors.Count > 0) throw new RegoException(errors);
        var checks = new Compilation(compilation);
        var (resolved, slots, variables) = Resolver.Query(checks, body);
        if (checks.Errors.Count == 0) new Safety(checks).Query(resolved);
        if (checks.Errors.Count > 0) throw new RegoException(checks.Errors);
        (string, int)[] named = [.. variables.Where(v => !v.Wildcard).Select(v => (v.Name, v.Slot))];
        return new Planner(used).Query(resolved, slots, new QueryTerminal(named, results));
    }
}
