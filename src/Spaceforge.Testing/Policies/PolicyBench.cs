using System.Text.Json;
using System.Text.Json.Nodes;
using Spaceforge.Files;
using Spaceforge.Model;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;
using Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Testing;

/// <summary>Evaluates a plugin's policies.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="projectRoot">Where hooks have left the plan.</param>
sealed class PolicyBench(IPlugin plugin, string projectRoot)
{
    const string PlanJson = "spacelift.plan.json";
    const int LargestPlan = 500_000_000;

    public PolicyOutcome Evaluate(
        PolicyType type, string? name, IReadOnlyDictionary<string, JsonObject> custom, bool isSanitized, Action<JsonObject>? change)
    {
        var ofType = plugin.Policies.Where(policy => policy.Type == type).ToArray();
        if (ofType.Length == 0) throw new InvalidOperationException($"The plugin has no policy of the type {type.Name}.");
        var chosen = ofType.Where(policy => name is null || policy.NamePrefix == name).ToArray();
        if (chosen.Length == 0)
        {
            throw new ArgumentException(
                $"The plugin has no {type.Name} policy '{name}'; it has {string.Join(", ", ofType.Select(policy => $"'{policy.NamePrefix}'"))}.",
                nameof(name));
        }

        var input = Input(type, custom, isSanitized);
        change?.Invoke(input);
        var decision = PolicyDecision.Make(
            PolicyKind.Find(type.Name)!,
            [.. chosen.Select(policy => PolicyText.Of(policy.NamePrefix, type.Name, policy.EngineType?.Name, policy.Body))],
            RegoJson.From(input), new PolicyOptions { Trace = false });
        // Never taken for a permission: a test that expects no denial must not pass.
        var errors = decision.Policies.SelectMany(policy => policy.Errors.Select(
            error => $"the policy '{policy.Policy.Name}' cannot be evaluated: {error.Message} (line {error.Line}, column {error.Column})")).ToArray();
        if (errors.Length > 0) throw new InvalidOperationException(string.Join('\n', errors));

        return new PolicyOutcome
        {
            Decision = decision.Outcome,
            State = decision.State,
            Denials = decision.Denials,
            Warnings = decision.Warnings,
            Flags = decision.AddedFlags,
            Triggered = decision.Triggered,
            Sent =
            [
                .. decision.Sent.Select(message => new SentMessage
                {
                    Channel = message.Channel,
                    Policy = message.Policy,
                    Content = RegoJson.ToNode(message.Content)!.AsObject(),
                }),
            ],
            Input = input,
        };
    }

    JsonObject Input(PolicyType type, IReadOnlyDictionary<string, JsonObject> custom, bool isSanitized)
    {
        var plan = Plan(isSanitized ? Sanitization.All : Sanitization.None);
        var document = PolicyInputDocument.Of(type.Name, plan);
        if (type == PolicyType.Plan)
        {
            if (plan is null) document.Root["terraform"] = null;
            document.Root["third_party_metadata"]!["custom"] = new JsonObject(
                custom.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value.DeepClone())));
        }

        if (type == PolicyType.Notification)
        {
            document.Root["webhook_endpoints"] = new JsonArray([.. plugin.Webhooks.Select(webhook => new JsonObject
            {
                ["id"] = webhook.NamePrefix,
                ["labels"] = new JsonArray([.. webhook.Labels.Select(label => (JsonNode)label)]),
            })]);
        }

        return JsonNode.Parse(document.ToBytes())!.AsObject();
    }

    PlanInput? Plan(Sanitization mode)
    {
        using var folder = ForeignFolder.Open(projectRoot);
        if (folder.ReadIfThere(PlanJson, LargestPlan) is not { } bytes) return null;

        try
        {
            return PlanInput.Parse(bytes, mode);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new InvalidOperationException($"{PlanJson} {(e is JsonException ? "is not valid JSON: " : "")}{e.Message}", e);
        }
    }
}
