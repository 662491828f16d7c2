using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;
using Spaceforge.Manifests;

namespace Spaceforge.Cli.Diffing.Formats;

/// <summary>A comparison for scripts.</summary>
static class DiffJson
{
    public static string Write(PluginDiff diff) => JsonText.Of(Of(diff), indented: true) + "\n";

    public static JsonObject Of(PluginDiff diff) => new()
    {
        ["old"] = Plugin(diff.Old),
        ["new"] = Plugin(diff.New),
        ["breaking"] = diff.IsBreaking,
        ["bump"] = diff.Bump,
        ["needed"] = diff.Needed,
        ["enough"] = diff.IsEnough,
        ["changes"] = new JsonArray([.. diff.Changes.Select(change => new JsonObject
        {
            ["kind"] = change.Word,
            ["part"] = change.Part,
            ["name"] = change.Name,
            ["breaking"] = change.Kind == ChangeKind.Breaking,
            ["message"] = change.Message,
        })]),
    };

    static JsonObject Plugin(PluginManifest manifest) => new() { ["name"] = manifest.Name, ["version"] = manifest.Version };
}
