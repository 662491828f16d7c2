using System.Text.Json.Nodes;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Policies;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;
using Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>The policies that are attached to a simulated run, and what they decided.</summary>
sealed class RunPolicies
{
    readonly IReadOnlyList<SourcePolicy> _policies;
    readonly List<PolicyResult> _results = [];

    RunPolicies(IReadOnlyList<SourcePolicy> policies) => _policies = policies;

    /// <summary>In the order in which they were evaluated.</summary>
    public IReadOnlyList<PolicyResult> Results => _results;

    /// <summary>Policies of types that no part of a run evaluates.</summary>
    public IEnumerable<string> Others => _policies
        .Where(policy => !Has([policy], PolicyKind.Plan) && !Has([policy], PolicyKind.Approval) && !Has([policy], PolicyKind.Notification))
        .Select(policy => $"{policy.Text.Name} ({policy.Text.Kind})");

    /// <summary>Null without policies, so that the engine need not be loaded.</summary>
    /// <exception cref="UsageException">A file cannot be read, or its type is unknown.</exception>
    public static RunPolicies? Of(IReadOnlyList<ManifestFile> manifests, IReadOnlyList<string> files)
    {
        if (files.Count == 0 && manifests.All(manifest => manifest.Manifest.Policies.Count == 0)) return null;

        return new RunPolicies([.. manifests.SelectMany(manifest => SourcePolicy.Of(manifest, manifest.File)), .. files.SelectMany(Read)]);
    }

    public bool Has(PolicyKind kind) => Has(_policies, kind);

    /// <summary>Evaluates all policies of a type; null if there are none.</summary>
    /// <param name="state">The run's state.</param>
    /// <param name="shown">What may be shown of a decision.</param>
    public PolicyResult? Decide(
        PolicyKind kind, string state, PolicyInputDocument document, Func<PolicyDecision, PolicyDecision> shown,
        CancellationToken cancellationToken)
    {
        var chosen = _policies.Where(policy => policy.Text.Kind == kind).ToArray();
        if (chosen.Length == 0) return null;

        var bytes = document.ToBytes();
        var input = RegoJson.Parse(bytes);
        var decision = PolicyDecision.Make(kind, [.. chosen.Select(policy => policy.Text)], input, new PolicyOptions
        {
            HasApprovalPolicy = Has(PolicyKind.Approval),
            Cancellation = cancellationToken,
        });
        cancellationToken.ThrowIfCancellationRequested();
        var result = new PolicyResult(state, shown(decision), chosen, bytes.Length)
        {
            Input = bytes.Length <= PolicyResult.LargestShownInput ? JsonNode.Parse(bytes) : null,
        };
        _results.Add(result);
        return result;
    }

    static bool Has(IReadOnlyList<SourcePolicy> policies, PolicyKind kind) => policies.Any(policy => policy.Text.Kind == kind);

    static IEnumerable<SourcePolicy> Read(string path)
    {
        try
        {
            if (Path.GetExtension(path) is ".yaml" or ".yml")
            {
                var manifest = ManifestInput.Read(path);
                return manifest.Manifest.Policies.Count > 0 ? SourcePolicy.Of(manifest, path)
                    : throw new UsageException($"--policy: '{path}' has no policies.");
            }

            var policy = SourcePolicy.Read(path, kind: null, version: null);
            var kind = policy.Text.Kind
                ?? SourcePolicy.GuessKind(RegoModule.TryParse(policy.Text.Body, path, policy.Text.Version, out _))
                ?? throw new UsageException(
                    $"--policy: the type of '{path}' is unknown; set it in '{Path.ChangeExtension(path, ".yml")}', for example: type: PLAN");
            return [policy with { Text = policy.Text with { Kind = kind } }];
        }
        catch (PolicyLoadException e)
        {
            throw new UsageException($"--policy: {e.Message}");
        }
    }
}
