using CsCheck;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Simulation.Tests.Order;

/// <summary>What a command does to the shell that runs it, after it has printed its name.</summary>
enum Effect
{
    Passes,
    Fails,
    EndsThePhase,
}

/// <param name="Context">Null for the stack's own hooks.</param>
sealed record AnyHook(string? Context, string Hook, string Id, string Command, Effect Effect);

/// <summary>What the plan says, and what a policy makes of it.</summary>
enum AnyPlan
{
    Unknown,
    NoChanges,
    Changes,
    Denied,
    Warned,
}

/// <summary>What an approval policy says in a state.</summary>
enum AnyAnswer
{
    Approves,
    Rejects,

    /// <summary>It wants two approvals and no rejection.</summary>
    Asks,
}

/// <param name="Answers">For each state in which it decides.</param>
/// <param name="Approvals">How many reviews approve the run.</param>
/// <param name="Rejections">How many reject it.</param>
sealed record AnyApproval(IReadOnlyDictionary<string, AnyAnswer> Answers, int Approvals, int Rejections)
{
    public static IReadOnlyList<string> States { get; } = ["QUEUED", "UNCONFIRMED", "PENDING_REVIEW"];

    public string Policy
    {
        get
        {
            return $$"""
                package spacelift

                approve if input.run.state in {{In(AnyAnswer.Approves)}}

                approve if {
                  input.run.state in {{In(AnyAnswer.Asks)}}
                  count(input.reviews.current.approvals) > 1
                }

                reject if input.run.state in {{In(AnyAnswer.Rejects)}}

                reject if {
                  input.run.state in {{In(AnyAnswer.Asks)}}
                  count(input.reviews.current.rejections) > 0
                }

                """;

            string In(AnyAnswer answer) =>
                $"[{string.Join(", ", States.Where(state => Answers[state] == answer).Select(state => $"\"{state}\""))}]";
        }
    }
}

/// <summary>A run with any hooks, of which each may fail.</summary>
sealed record AnyRun(
    string Type, IReadOnlyList<(string Plugin, string Context)> Contexts, IReadOnlyList<AnyHook> Hooks,
    IReadOnlyDictionary<string, (string Command, Effect Effect)> Own, AnyPlan Plan, AnyApproval? Approval, bool Autodeploys, bool Pauses,
    string? Skipped, string? Final)
{
    public static IReadOnlyList<string> Phases { get; } = ["init", "plan", "apply", "perform", "destroy"];

    static readonly string[] HookNames =
        [.. Phases.SelectMany(phase => (string[])[$"before_{phase}", $"after_{phase}"]), "after_run"];

    static readonly string[] Passing =
    [
        "echo #", "echo #; true", "false; echo #", "(exit 3) || echo #", "echo #; cd /tmp", "(set -e; echo #)", "echo # && export ID=#",
        "if false; then exit 1; else echo #; fi", "sh -c 'kill -9 $$' || echo #", "(trap true TERM; echo #)", "echo # & wait",
    ];

    static readonly string[] Failing =
    [
        "echo #; false", "echo #; (exit 7)", "echo #; exit 9", "echo #; sh -c 'kill -9 $$'", "echo #; kill -9 $$", "echo #; kill $$",
        "echo #; spaceforge-no-such-program 2>/dev/null", "sh -ec 'echo #; false; echo never'", "echo #; exit 255", "echo #; exec false",
    ];

    static readonly string[] Ending = ["echo #; exit 0", "echo #; exit", "(echo #); exit 0"];

    public static Gen<AnyRun> All { get; } = Choices.Cases(150, Of);

    static AnyRun Of(Choices choices)
    {
        var type = choices.Of("tracked", "testing", "proposed", "task", "destroy", "tracked");
        string[] names = ["b", "ZZZZZ-a", "YYYYY-a", "AAAAA-b", "a", "B", "_c", "0", "é", "a b"];
        (string Plugin, string Context)[] contexts =
        [
            .. choices.Many(1, 5, () => (Plugin: choices.Of("one", "two", "three"), Context: choices.Of(names)))
                .DistinctBy(context => context.Context),
        ];
        var id = 0;
        var failures = choices.Of(8, 3, 20);
        var hooks = choices.Many(0, 14, () =>
        {
            var (hook, name) = (choices.Of(HookNames), $"h{id++}");
            // The state is known before these hooks run.
            var (command, effect) = Command(choices, hook == "after_run" ? $"{name}-$TF_VAR_spacelift_final_run_state" : name, failures);
            string?[] owners = [.. contexts.Select(context => context.Context), null];
            return new AnyHook(choices.Of(owners), hook, name, command, effect);
        });
        var plan = type is "tracked" or "testing" or "proposed" ? choices.Of(Enum.GetValues<AnyPlan>()) : AnyPlan.Unknown;
        AnyAnswer[] answers = [AnyAnswer.Approves, AnyAnswer.Approves, AnyAnswer.Asks, AnyAnswer.Asks, AnyAnswer.Rejects];
        var approval = !choices.OneIn(3) ? null : new AnyApproval(
            AnyApproval.States.ToDictionary(state => state, _ => choices.Of(answers)), choices.Of(2, 2, 2, 0, 1), choices.Of(0, 0, 0, 1));
        // What a warning does elsewhere is not documented.
        if (plan == AnyPlan.Warned && type != "tracked" && !(type == "proposed" && approval is not null)) plan = AnyPlan.Denied;
        var (autodeploys, pauses) = (choices.OneIn(3), !choices.OneIn(3));
        var final = choices.OneIn(4) ? choices.Of("STOPPED", "FAILED", "FINISHED", "DISCARDED") : null;
        // It says where a run is discarded, which needs a pause; and a warning that stops a run gives it its final state.
        if (final == "DISCARDED" && (type != "tracked" || autodeploys || !pauses)) final = "STOPPED";
        if ((plan == AnyPlan.Warned && autodeploys) || approval is not null) final = null;
        return new AnyRun(
            type, contexts, hooks,
            Phases.ToDictionary(phase => phase, phase => Command(choices, phase, 12)),
            plan, approval, autodeploys, pauses, choices.OneIn(4) ? choices.Of("apply", "destroy") : null, final);
    }

    static (string Command, Effect Effect) Command(Choices choices, string id, int failures)
    {
        var effect = choices.OneIn(failures) ? choices.Of(Effect.Fails, Effect.Fails, Effect.EndsThePhase) : Effect.Passes;
        var command = choices.Of(effect switch { Effect.Fails => Failing, Effect.EndsThePhase => Ending, _ => Passing });
        return (command.Replace("#", id, StringComparison.Ordinal), effect);
    }

    public override string ToString() =>
        $"{Type} plan={Plan} autodeploys={Autodeploys} pauses={Pauses} skipped={Skipped} final={Final}\n"
        + (Approval is null ? "" : $"approvals={Approval.Approvals} rejections={Approval.Rejections}\n{Approval.Policy}")
        + string.Join('\n', Hooks.Select(hook => $"{hook.Context ?? "(stack)"} {hook.Hook}: {hook.Command}"))
        + $"\n{string.Join('\n', Own.Select(own => $"{own.Key}={own.Value.Command}"))}";
}
