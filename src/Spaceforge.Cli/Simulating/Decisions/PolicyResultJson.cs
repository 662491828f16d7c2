using System.Text.Json.Nodes;
using Spaceforge.Cli.Policies;
using Spaceforge.Rego;

namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>A decision for programs, with the policies' bodies and the input.</summary>
static class PolicyResultJson
{
    public static JsonObject Of(PolicyResult result)
    {
        var json = DecisionJson.Of(result.Decision, result.Sources);
        json["run_state"] = result.State;
        foreach (var (index, policy) in result.Decision.Policies.Index())
        {
            var module = RegoModule.TryParse(policy.Policy.Body, "", policy.Policy.Version, out _);
            var lines = ModuleOutline.Lines(module);
            json["policies"]![index]!["body"] = new JsonArray([.. policy.Policy.Body.TrimEnd().Split('\n').Index().Select(
                line => new JsonObject
                {
                    ["text"] = line.Item.TrimEnd('\r'),
                    ["covered"] = policy.CoveredLines.Contains(line.Index + 1) ? true : lines.Contains(line.Index + 1) ? false : null,
                })]);
        }

        json["input"] = result.Input?.DeepClone();
        json["input_bytes"] = result.InputSize;
        return json;
    }
}
