using System.Text.Json.Nodes;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Policies;

/// <summary>A decision for scripts.</summary>
static class DecisionJson
{
    public static JsonObject Of(PolicyDecision decision, IReadOnlyList<SourcePolicy> sources) => new()
    {
        ["type"] = decision.Kind.Name,
        ["outcome"] = decision.Outcome,
        ["state"] = decision.State,
        ["effects"] = Texts(decision.Effects),
        ["denials"] = Texts(decision.Denials),
        ["warnings"] = Texts(decision.Warnings),
        ["flags"] = new JsonObject
        {
            ["added"] = Texts(decision.AddedFlags),
            ["reset"] = Texts(decision.ResetFlags),
            ["after"] = Texts(decision.Flags),
        },
        ["sent"] = new JsonArray([.. decision.Sent.Select(message => new JsonObject
        {
            ["channel"] = message.Channel,
            ["policy"] = message.Policy,
            ["content"] = RegoJson.ToNode(message.Content),
        })]),
        ["triggered"] = Texts(decision.Triggered),
        ["assumptions"] = Texts(decision.Assumptions),
        ["policies"] = new JsonArray([.. decision.Policies.Zip(sources).Select(pair => Policy(pair.First, pair.Second))]),
    };

    static JsonObject Policy(PolicyEvaluation policy, SourcePolicy source) => new()
    {
        ["name"] = policy.Policy.Name,
        ["file"] = source.File,
        ["outcome"] = policy.Outcome,
        ["result"] = policy.Result is { } result ? RegoJson.ToNode(result) : null,
        ["fired"] = new JsonArray([.. policy.Fired.Select(fired => Placed(source, fired.Line, fired.Column, new JsonObject
        {
            ["rule"] = fired.Rule,
            ["value"] = fired.Value is null ? null : RegoJson.ToNode(fired.Value),
            ["values"] = Values(fired.Values),
        }))]),
        ["covered_lines"] = new JsonArray([.. policy.CoveredLines.Select(line => (JsonNode)source.Places.Of(line, 1).Line)]),
        ["printed"] = Texts(policy.Printed),
        ["sampled"] = policy.Sampled,
        ["errors"] = new JsonArray([.. policy.Errors.Select(error => Placed(source, error.Line, error.Column, new JsonObject
        {
            ["code"] = error.Code,
            ["message"] = error.Message,
        }))]),
    };

    static JsonObject Placed(SourcePolicy source, int line, int column, JsonObject node)
    {
        (node["line"], node["column"]) = source.Places.IsKnown ? source.Places.Of(line, column) : (line, column);
        return node;
    }

    static JsonObject Values(IReadOnlyDictionary<string, RegoValue> values)
    {
        var node = new JsonObject();
        foreach (var (name, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal)) node[name] = RegoJson.ToNode(value);
        return node;
    }

    static JsonArray Texts(IReadOnlyList<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
