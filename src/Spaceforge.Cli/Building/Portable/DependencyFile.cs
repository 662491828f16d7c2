using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Building.Portable;

/// <summary>
/// The <c>deps.json</c> of a build, without what Linux workers do not need and what differs between machines.
/// </summary>
sealed class DependencyFile
{
    static readonly string[] Everywhere = ["linux", "unix", "any"];
    // The default runner image is Alpine, which has musl.
    static readonly string[] Workers = ["linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64"];

    readonly JsonObject _root;
    readonly HashSet<string> _left = new(StringComparer.Ordinal);
    readonly List<string> _warnings = [];

    /// <param name="json">The file's text.</param>
    /// <exception cref="UsageException">A package has native libraries but none for workers.</exception>
    public DependencyFile(string json)
    {
        _root = JsonNode.Parse(json)!.AsObject();
        foreach (var (_, target) in _root["targets"]!.AsObject())
        {
            foreach (var (library, parts) in target!.AsObject()) Clean(library, parts!.AsObject());
        }

        foreach (var (_, library) in _root["libraries"]!.AsObject())
        {
            // A package's checksum depends on its archive, and workers have no package folders.
            foreach (var key in (string[])["path", "hashPath"]) library!.AsObject().Remove(key);
            library!["sha512"] = "";
        }
    }

    /// <summary>The plugin and its dependencies, with versions.</summary>
    public IEnumerable<string> Libraries => _root["libraries"]!.AsObject().Select(library => library.Key).Order(StringComparer.Ordinal);

    /// <summary>Workers on which a package's native libraries are missing, as lines for people.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Whether a build output is not needed on a worker.</summary>
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

        if (natives.Length > 0 && Workers.Where(worker => !natives.Any(rid => Fits(rid, worker))).ToArray() is { Length: > 0 } missing)
        {
            _warnings.Add(
                $"warning: {library} has no native libraries for {string.Join(" and ", missing)}: hooks that use them fail on such workers.");
        }

        foreach (var asset in assets.ToArray())
        {
            // Precompiled code next to IL is not worth its size.
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
        Everywhere.Contains(rid) || Workers.Contains(rid);

    // Libraries for Linux as such may need either libc, which only their package knows.
    static bool Fits(string rid, string worker) => rid == worker || Everywhere.Contains(rid);
}
