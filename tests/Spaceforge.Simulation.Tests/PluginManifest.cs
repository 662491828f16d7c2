using System.Text.Json.Nodes;

namespace Spaceforge.Simulation.Tests;

/// <summary>A manifest with contexts that have hooks.</summary>
sealed record PluginManifest(string Name)
{
    public string FileName { get; init; } = Name;

    readonly JsonArray _contexts = [];
    readonly JsonArray _parameters = [];
    readonly JsonArray _policies = [];
    readonly JsonArray _webhooks = [];

    public PluginManifest Context(string name, params (string Hook, string Command)[] hooks) => Context(name, [], hooks);

    public PluginManifest Context(string name, JsonObject more, params (string Hook, string Command)[] hooks)
    {
        var context = new JsonObject
        {
            ["name_prefix"] = name,
            ["description"] = "",
            ["hooks"] = new JsonObject(hooks.GroupBy(hook => hook.Hook).Select(group =>
                KeyValuePair.Create(group.Key, (JsonNode?)new JsonArray([.. group.Select(hook => (JsonNode)hook.Command)])))),
        };
        foreach (var (key, value) in more) context[key] = value?.DeepClone();
        foreach (var part in ((string[])["env", "mounted_files"]).SelectMany(key => context[key] as JsonArray ?? []))
        {
            part!.AsObject().TryAdd("sensitive", false);
        }
        _contexts.Add(context);
        return this;
    }

    public PluginManifest Parameter(string id, string type = "string", bool sensitive = false, JsonNode? @default = null)
    {
        var parameter = new JsonObject
        {
            ["name"] = id,
            ["description"] = "",
            ["type"] = type,
            ["sensitive"] = sensitive,
            ["required"] = @default is null,
            ["id"] = id,
        };
        if (@default is not null) parameter["default"] = @default;
        _parameters.Add(parameter);
        return this;
    }

    public PluginManifest Policy(string name, string type, string? engine, string body)
    {
        var policy = new JsonObject { ["name_prefix"] = name, ["type"] = type, ["body"] = body };
        if (engine is not null) policy["engine_type"] = engine;
        _policies.Add((JsonNode)policy);
        return this;
    }

    public PluginManifest Webhook(string name, string endpoint, params string[] labels)
    {
        _webhooks.Add((JsonNode)new JsonObject
        {
            ["name_prefix"] = name,
            ["endpoint"] = endpoint,
            ["labels"] = new JsonArray([.. labels.Select(label => (JsonNode)label)]),
        });
        return this;
    }

    public override string ToString() => new JsonObject
    {
        ["name"] = Name,
        ["version"] = "1.0.0",
        ["description"] = "",
        ["author"] = "test",
        ["parameters"] = _parameters.DeepClone(),
        ["contexts"] = _contexts.DeepClone(),
        ["policies"] = _policies.DeepClone(),
        ["webhooks"] = _webhooks.DeepClone(),
    }.ToJsonString();
}

static class SimulatedManifest
{
    /// <summary>Writes a manifest as JSON, which is valid YAML.</summary>
    public static Simulated Write(this Simulated simulated, PluginManifest manifest)
    {
        simulated.Folder.Write($"{manifest.FileName}.yaml", manifest.ToString());
        return simulated;
    }
}
