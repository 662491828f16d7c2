using Spaceforge.Cli.Building;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Policies;
using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Commands;

/// <summary>The policies that a command line names.</summary>
static class PolicySources
{
    /// <summary>Whether a path is that of a plugin or of a manifest, and not of a policy, a folder or data.</summary>
    public static bool IsPlugin(string path) => !Directory.Exists(path) && (Path.GetExtension(path) is ".cs" or ".csproj"
        || Path.GetFileName(path) == PolicyFiles.Manifest
        || (Path.GetExtension(path) is ".yaml" or ".yml" && File.Exists(path) && ManifestInput.Read(path).Manifest.Policies.Count > 0));

    /// <returns>The manifest, or null where the plugin has said what is wrong with it.</returns>
    public static Task<ManifestFile?> ReadAsync(string path, CancellationToken cancellationToken) =>
        SimulateCommand.ReadAsync(path, Directory.GetCurrentDirectory(), FormChoice.Parse(null, native: null), cancellationToken);

    /// <summary>The policies of a plugin or a manifest, with their places; null where it has said what is wrong with it.</summary>
    public static async Task<IReadOnlyList<SourcePolicy>?> OfPluginAsync(string path, CancellationToken cancellationToken)
    {
        if (await ReadAsync(path, cancellationToken) is not { } manifest) return null;
        CheckReadable(manifest);
        return [.. SourcePolicy.Checked(manifest, path, CodeOf(path))];
    }

    /// <summary>The C# of a plugin; null for a manifest.</summary>
    public static CodeBodies? CodeOf(string path) => Path.GetExtension(path) is ".cs" or ".csproj"
        ? new CodeBodies(CodeFiles.Of(path, Directory.GetCurrentDirectory())) : null;

    /// <summary>Checks that a file, if it is YAML, can be read: a manifest that cannot may hold policies.</summary>
    public static void CheckReadable(string path)
    {
        if (Path.GetExtension(path) is ".yaml" or ".yml" && File.Exists(path)) CheckReadable(ManifestInput.Read(path));
    }

    static void CheckReadable(ManifestFile manifest)
    {
        if (manifest.Tree is null) throw new UsageException(string.Join('\n', ProblemLines.Of(manifest.Problems)));
    }

    /// <summary>The policies among files.</summary>
    public static IEnumerable<SourcePolicy> OfFiles(IReadOnlyList<LoadedFile> files, PolicyKind? kind, RegoVersion? version)
    {
        var byPath = files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (file.IsManifest)
            {
                var manifest = ManifestReader.Read(PolicyFiles.Text(file), file.Path);
                CheckReadable(manifest);
                foreach (var policy in SourcePolicy.Checked(manifest, file.Path)) yield return policy;
            }
            else if (file.Extension == ".rego" && !Path.GetFileNameWithoutExtension(file.Path).EndsWith("_test", StringComparison.Ordinal))
            {
                var name = Path.ChangeExtension(file.Path, null);
                yield return SourcePolicy.Of(
                    file, byPath.GetValueOrDefault($"{name}.yml") ?? byPath.GetValueOrDefault($"{name}.yaml"), kind, version);
            }
        }
    }
}
