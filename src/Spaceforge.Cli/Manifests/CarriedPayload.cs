using System.Globalization;
using System.Security.Cryptography;
using Spaceforge.Definitions;
using Spaceforge.Launching;
using Spaceforge.Manifests;

namespace Spaceforge.Cli.Manifests;

/// <summary>A payload that a command in a manifest starts, assembled the way the launcher does.</summary>
/// <param name="Name">The name of its parts.</param>
/// <param name="Parts">The parts that exist.</param>
/// <param name="Content">The assembled content, compressed; null if it is incomplete.</param>
/// <param name="Problem">Why it is incomplete, or null.</param>
sealed record CarriedPayload(string Name, IReadOnlyList<MountedFile> Parts, byte[]? Content, string? Problem)
{
    /// <param name="Context">The position of the context whose command starts it.</param>
    /// <param name="Phase">The phase of that command.</param>
    /// <param name="Command">The command's position there.</param>
    public readonly record struct Start(int Context, string Phase, int Command);

    /// <summary>The payloads of a manifest, each once, with the first command that starts it.</summary>
    public static IReadOnlyList<(Start Start, CarriedPayload Payload)> Of(PluginManifest manifest)
    {
        var directory = WorkerPaths.WorkingDirectory(manifest.Name);
        var files = new Dictionary<string, MountedFile>(StringComparer.Ordinal);
        foreach (var file in manifest.Contexts.SelectMany(context => context.MountedFiles))
        {
            if (WorkerPaths.Resolve(file.Path) is { } path) files[path] = file;
        }

        var found = new List<(Start, CarriedPayload)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, context) in manifest.Contexts.Index())
        {
            foreach (var phase in context.Hooks)
            {
                foreach (var (j, command) in phase.Commands.Index())
                {
                    foreach (var (name, sha256, count) in Words(command, directory))
                    {
                        if (seen.Add($"{name} {sha256} {count}"))
                        {
                            found.Add(
                                (new Start(i, phase.Phase, j), Read($"{directory}/{Payload.Folder}/{name}", name, sha256, count, files)));
                        }
                    }
                }
            }
        }

        return found;
    }

    /// <summary>Whether a path of a manifest is a part of a payload.</summary>
    public static bool IsPart(string path) => path.Contains($"/{Payload.Folder}/", StringComparison.Ordinal)
        && Path.GetExtension(path) is { Length: > 1 } number
            && int.TryParse(number.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    static IEnumerable<(string Name, string Sha256, string Count)> Words(string command, string directory) =>
        ShellWord.Split(command) switch
        {
            ["sh", var script, _, "portable", _, var packages, var packageParts, var program,
                var programParts] when script == $"{directory}/launch.sh" =>
                [("packages", packages, packageParts), ("program", program, programParts)],
            ["sh", var script, _, "embedded", _, .. var rest] when script == $"{directory}/launch.sh" && rest.Length % 3 == 0 =>
                rest.Chunk(3).Select(words => (words[0], words[1], words[2])),
            _ => [],
        };

    static CarriedPayload Read(string path, string name, string sha256, string count, Dictionary<string, MountedFile> files)
    {
        var parts = new List<MountedFile>();
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var expected) || expected is < 1 or > 100)
        {
            return Bad($"'{count}' is not a number of parts.");
        }

        using var content = new MemoryStream();
        for (var i = 1; i <= expected; i++)
        {
            if (!files.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"{path}.{i}"), out var part))
            {
                return Bad($"{path}.{i} is missing; {expected} parts are expected.");
            }

            parts.Add(part);
            try
            {
                content.Write(Convert.FromBase64String(part.Content));
            }
            catch (FormatException)
            {
                return Bad($"{part.Path} is not valid base64.");
            }
        }

        var actual = Convert.ToHexStringLower(SHA256.HashData(content.ToArray()));
        return actual == sha256
            ? new CarriedPayload(name, parts, content.ToArray(), null)
            : Bad($"The SHA-256 of {path}.* is {actual}, but {sha256} is expected: a part is damaged, out of order or from another plugin.");

        CarriedPayload Bad(string problem) => new(name, parts, null, problem);
    }
}
