using System.Text.Json;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;
using Spaceforge.Files;
using Spaceforge.Shared.Policies;
using Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>Evaluates the policies of a simulated run at the same points as Spacelift.</summary>
/// <param name="log">The log of a phase, without secrets.</param>
sealed class RunDecisions(
    RunPolicies policies, RunRecord record, SimulationOptions options, LogMasks masks, RunWarnings warnings, ISimulationView view,
    Func<string, string> log)
{
    public const string DeniedNote = "denied by plan policy";
    public const string BlockedNote = "Blocked by policy warnings";

    const int LargestPlan = 100_000_000;
    const string NotSanitized = "feature:disable_resource_sanitization";

    /// <summary>Whether a plan policy has warned.</summary>
    public bool HasWarned { get; private set; }

    public IReadOnlyList<PolicyResult> Results => policies.Results;

    public IEnumerable<string> States => record.States;

    /// <summary>Changes the run's state and evaluates notification policies for it.</summary>
    public void Enters(string state, string note, CancellationToken cancellationToken)
    {
        record.Enters(state);
        if (!policies.Has(PolicyKind.Notification)) return;

        var result = policies.Decide(PolicyKind.Notification, state, record.NotificationDocument(note), Shown, cancellationToken)!;
        view.Decides(result);
        if (result.Decision.Failed) warnings.Add($"A notification policy could not be evaluated in the state {state}.");
    }

    /// <summary>Evaluates approval policies, first without the reviews from the command line and then with them.</summary>
    /// <param name="state">The state that the run has entered.</param>
    public RunVerdict Review(string state, CancellationToken cancellationToken)
    {
        if (!policies.Has(PolicyKind.Approval)) return RunVerdict.GoesOn;

        var result = Ask(isReviewed: false);
        if (result.Decision.Outcome == "undecided" && options.Approvals + options.Rejections > 0) result = Ask(isReviewed: true);
        record.Keep(result.Decision);
        return result.Decision.Outcome switch
        {
            "approve" => RunVerdict.GoesOn,
            "reject" => RunVerdict.Fails("rejected by approval policy"),
            PolicyEvaluator.Error => RunVerdict.Fails("not decided: an approval policy could not be evaluated"),
            _ => RunVerdict.Waits(state),
        };

        PolicyResult Ask(bool isReviewed)
        {
            var asked = policies.Decide(PolicyKind.Approval, state, record.ApprovalDocument(isReviewed), Shown, cancellationToken)!;
            view.Decides(asked);
            return asked;
        }
    }

    /// <summary>Evaluates plan policies.</summary>
    /// <param name="custom">The value of <c>third_party_metadata.custom</c>.</param>
    /// <exception cref="IOException">The plan cannot be read.</exception>
    public RunVerdict Plan(ForeignFolder projectRoot, JsonObject custom, CancellationToken cancellationToken)
    {
        record.Plan = ReadPlan(projectRoot);
        if (!policies.Has(PolicyKind.Plan)) return RunVerdict.GoesOn;

        var result = policies.Decide(PolicyKind.Plan, RunState.Planning.Name, record.PlanDocument(custom), Shown, cancellationToken)!;
        record.Keep(result.Decision);
        view.Decides(result);
        HasWarned = result.Decision.Outcome == "warn";
        return result.Decision.Outcome switch
        {
            "deny" => RunVerdict.Fails(DeniedNote),
            PolicyEvaluator.Error => RunVerdict.Fails("not decided: a plan policy could not be evaluated"),
            // Without autodeploy the run waits for confirmation anyway, which the simulation gives.
            "warn" when options.RunType == RunType.Tracked => RunVerdict.GoesOn,
            "warn" when result.Decision.State is { } state => RunVerdict.Waits(state),
            _ => RunVerdict.GoesOn,
        };
    }

    PlanInput? ReadPlan(ForeignFolder projectRoot)
    {
        if (projectRoot.ReadIfThere(OwnCommand.PlanJson, LargestPlan) is not { } bytes) return null;

        try
        {
            return PlanInput.Parse(bytes, options.Labels.Contains(NotSanitized) ? Sanitization.None : options.Sanitization);
        }
        catch (FormatException e)
        {
            warnings.Add($"{OwnCommand.PlanJson} {e.Message.TrimEnd('.')}, so policies do not see it.");
        }
        catch (JsonException e)
        {
            warnings.Add($"{OwnCommand.PlanJson} is not valid JSON, so policies do not see it: {JsonMistake.Of(e)}");
        }

        return null;
    }

    PolicyDecision Shown(PolicyDecision decision) => SentLogs.Fill(MaskedDecision.Of(decision, masks.Text), log);
}
