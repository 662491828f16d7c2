using Spaceforge.Cli.Building;
using Spaceforge.Cli.Diffing;
using Spaceforge.Cli.IO;
using Spaceforge.Cli.Manifests;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Commands;

/// <summary>A version of a plugin that a command line names: a file, or a file of a revision.</summary>
/// <param name="Path">The file; from the repository's root on if there is a revision.</param>
/// <param name="Revision">The revision that it is read from; null for a file of the machine.</param>
sealed record ComparedPlugin(string Path, Revision? Revision)
{
    static readonly FormChoice OwnForm = FormChoice.Parse(null, native: null);

    /// <param name="name">A file, <c>REVISION:FILE</c>, or a revision.</param>
    /// <param name="file">The file that a revision alone means.</param>
    public static async Task<ComparedPlugin> FindAsync(string name, string file, string folder, CancellationToken cancellationToken)
    {
        if (name == ManifestInput.StandardInput || System.IO.Path.Exists(System.IO.Path.GetFullPath(name, folder))) return new(name, null);

        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && await Revision.FindAsync(name[..colon], folder, cancellationToken) is { } named)
        {
            return new(await named.FullPathAsync(name[(colon + 1)..], cancellationToken), named);
        }

        var full = System.IO.Path.GetFullPath(file, folder);
        var beside = System.IO.Path.GetDirectoryName(full)!;
        if (colon < 0 && Directory.Exists(beside) && await Revision.FindAsync(name, beside, cancellationToken) is { } revision)
        {
            return new(await revision.FullPathAsync($"./{System.IO.Path.GetFileName(full)}", cancellationToken), revision);
        }

        throw new UsageException($"'{name}' is neither a file nor a git revision: name a manifest, a plugin, a revision, or REVISION:FILE.");
    }

    /// <returns>Null if the plugin reported errors.</returns>
    public async Task<ManifestFile?> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var isCode = System.IO.Path.GetExtension(Path) is ".cs" or ".csproj";
        if (Revision is null)
        {
            return isCode ? await SimulateCommand.ReadAsync(Path, folder, OwnForm, cancellationToken) : Readable(ManifestInput.Read(Path));
        }

        if (!isCode) return Readable(await Revision.ManifestAsync(Path, cancellationToken));

        using var work = WorkFolder.Create();
        await Revision.ExtractAsync(work.Path, cancellationToken);
        return await SimulateCommand.ReadAsync(System.IO.Path.Combine(work.Path, Path), folder, OwnForm, cancellationToken);
    }

    /// <summary>The file that is meant where none is named.</summary>
    public static string Default(string folder) =>
        !File.Exists(System.IO.Path.Combine(folder, PluginFiles.Default))
            && File.Exists(System.IO.Path.Combine(folder, ManifestGeneration.DefaultOutput))
            ? ManifestGeneration.DefaultOutput : PluginFiles.Default;

    // Part of a manifest would look like something that was removed.
    static ManifestFile Readable(ManifestFile manifest) => manifest.IsGood ? manifest
        : throw new UsageException($"This cannot be compared:\n{string.Join('\n', ProblemLines.Of(manifest.Problems))}");
}
