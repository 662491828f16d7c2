using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Building.Portable;

/// <summary>
/// The <c>deps.json</c> of a build, without what a worker on Linux has no use for, and without what differs between machines.
/// </summary>
sealed class DependencyFile
{
    static readonly string[] Everywhere = ["linux", "unix", "any"];
    static readonly string[] Workers = ["linux-x64", "linux-arm64"];

    readonly JsonObject _root;
    readonly HashSet<string> _left = new(StringComparer.Ordinal);

    /// <param name="json">The file's text.</param>
    /// <exception cref="UsageException">A package has native libraries, and none for workers.</exception>
    public DependencyFile(string json)
    {
        _root = JsonNode.Parse(json)!.AsObject();
        foreach (var (_, target) in _root["targets"]!.AsObject())
        {
            foreach (var (library, parts) in target!.AsObject()) Clean(library, parts!.AsObject());
        }

        foreach (var (_, library) in _root["libraries"]!.AsObject())
        {
            // The sum of a package differs with the archive that it came in, and folders of packages are not on a worker.
            foreach (var key in (string[])["path", "hashPath"]) library!.AsObject().Remove(key);
            library!["sha512"] = "";
        }
    }

    /// <summary>The plugin and what it depends on, with versions.</summary>
    public IEnumerable<string> Libraries => _root["libraries"]!.AsObject().Select(library => library.Key).Order(StringComparer.Ordinal);

    /// <summary>Whether a file of the build has no place on a worker.</summary>
    public bool LeavesOut(string path) => _left.Contains(path);

    public string Text => Json.JsonText.Of(_root, indented: false);

    void Clean(string library, JsonObject parts)
    {
        if (parts["runtimeTargets"] is not JsonObject assets) return;

        var own = (parts["runtime"] as JsonObject ?? []).Select(file => Path.GetFileName(file.Key)).ToHashSet(StringComparer.Ordinal);
        var natives = assets.Where(asset => asset.Value!["assetType"]?.GetValue<string>() == "native").Select(Rid).ToArray();
        if (natives.Length > 0 && !natives.Any(IsForWorkers))
        {
            throw new UsageException(
                $"{library} has native libraries only for {string.Join(", ", natives.Distinct().Order(StringComparer.Ordinal))}, but workers run Linux on x64 or arm64. "
                + "Use another package, or the source form.");
        }

        foreach (var asset in assets.ToArray())
        {
            // Native code beside IL is larger than it is worth.
            var isCompiled = asset.Value!["assetType"]?.GetValue<string>() != "native" && Rid(asset).Contains('-', StringComparison.Ordinal)
                && own.Contains(Path.GetFileName(asset.Key));
            if (IsForWorkers(Rid(asset)) && !isCompiled) continue;

            assets.Remove(asset.Key);
            _left.Add(asset.Key);
        }

        if (assets.Count == 0) parts.Remove("runtimeTargets");
    }

    static string Rid(KeyValuePair<string, JsonNode?> asset) => asset.Value!["rid"]?.GetValue<string>() ?? "any";

    static bool IsForWorkers(string rid) =>
        Everywhere.Contains(rid) || Workers.Contains(rid.Replace("-musl", "", StringComparison.Ordinal));
}
