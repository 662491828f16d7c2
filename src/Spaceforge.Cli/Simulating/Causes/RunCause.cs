using System.Globalization;
using Spaceforge.Cli.Simulating.Decisions;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Simulating.Causes;

/// <summary>Why a run did not finish, in one line.</summary>
static class RunCause
{
    const int LastSignal = 31;

    /// <param name="phases">The run's phases.</param>
    /// <param name="policies">What policies decided.</param>
    /// <param name="refusal">Why policies fail the run, to follow "the run was"; null if they do not.</param>
    /// <param name="image">What the user named as the runner image; null for none.</param>
    /// <param name="mask">Masks secrets, before anything is cut.</param>
    /// <returns>Null if nothing failed.</returns>
    public static string? Of(
        IReadOnlyList<PhaseResult> phases, IReadOnlyList<PolicyResult> policies, string? refusal, string? image,
        Func<string, string> mask)
    {
        // What fails in after_run comes after everything else.
        if (phases.FirstOrDefault(phase => phase.HasCause && phase.Name != "after_run") is { } failed) return OfPhase(failed, image, mask);
        if (refusal is not null) return OfPolicies(policies, refusal, mask);

        return phases.FirstOrDefault(phase => phase.HasCause) is { } after ? OfPhase(after, image, mask) : null;
    }

    static string OfPhase(PhaseResult phase, string? image, Func<string, string> mask)
    {
        if (phase.FailedStep is not { } step) return LastWords.Cut(mask(phase.Cause!));

        var (name, exitCode) = (mask(PhaseVerdict.Name(step)), step.ExitCode ?? 0);
        var words = LastWords.Of(step.Log.Lines.Select(mask));
        var code = string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}{Meaning(exitCode, image)}");
        return words is null ? $"{name} failed with {code} and printed nothing." : $"{name} failed with {code}: {words}";
    }

    static string Meaning(int exitCode, string? image) => exitCode switch
    {
        126 => " (a program is not executable)",
        127 => image is null ? " (a program was not found)" : $" (a program was not found in the image {image})",
        > 128 and <= 128 + LastSignal => string.Create(CultureInfo.InvariantCulture, $" ({Signal(exitCode - 128)})"),
        _ => "",
    };

    static string Signal(int number) => number switch
    {
        6 => "aborted, SIGABRT",
        8 => "arithmetic error, SIGFPE",
        9 => "killed, SIGKILL",
        11 => "crashed, SIGSEGV",
        13 => "broken pipe, SIGPIPE",
        15 => "terminated, SIGTERM",
        25 => "file too large, SIGXFSZ",
        _ => string.Create(CultureInfo.InvariantCulture, $"signal {number}"),
    };

    static string OfPolicies(IReadOnlyList<PolicyResult> policies, string refusal, Func<string, string> mask)
    {
        var decision = policies.LastOrDefault(result => result.Decision.Outcome is "deny" or "reject" or PolicyEvaluator.Error
            && result.Decision.Kind != PolicyKind.Notification)?.Decision;
        if (decision is null) return $"The run was {refusal}.";

        var kind = decision.Kind.Name.ToLowerInvariant();
        if (decision.Policies.FirstOrDefault(policy => policy.Failed) is { } broken)
        {
            var message = broken.Errors is [var error, ..] ? $": {error.Message}" : ".";
            return LastWords.Cut(mask($"The {kind} policy '{broken.Policy.Name}' could not be evaluated{message}"));
        }

        string[] names =
            [.. decision.Policies.Where(policy => policy.Outcome == decision.Outcome).Select(policy => $"'{policy.Policy.Name}'")];
        var verb = decision.Outcome == "deny" ? "Denied" : "Rejected";
        var by = $"{verb} by the {kind} {(names.Length == 1 ? "policy" : "policies")} {string.Join(", ", names)}";
        var words = LastWords.Cut(mask(decision.Denials is [var first, ..] ? $"{by}: {first}" : $"{by}."));
        return decision.Denials.Count > 1
            ? string.Create(CultureInfo.InvariantCulture, $"{words} (and {decision.Denials.Count - 1} more)")
            : words;
    }
}
