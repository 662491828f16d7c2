using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Manifests;
using Spaceforge.Sources;

namespace Spaceforge.Cli.Scaffolding.Recovery;

/// <summary>
/// A manifest's contexts without the generated launch parts, and what those parts reveal: the binaries, and the hooks
/// that run the plugin's code.
/// </summary>
sealed class OwnParts
{
    readonly string _directory;
    readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    readonly List<Binary> _binaries = [];
    readonly SortedSet<Hook> _hooks = [];
    readonly HashSet<(string Phase, Hook Hook)> _started = [];
    readonly HashSet<string> _launcherFiles = new(StringComparer.Ordinal);
    string? _codeFile;

    OwnParts(string pluginName) => _directory = WorkerPaths.WorkingDirectory(pluginName) + "/";

    /// <summary>The contexts as an author would declare them, in their order; phases in the order of a run.</summary>
    public IReadOnlyList<ManifestContext> Contexts { get; private set; } = [];

    /// <summary>The index of the context that starts the plugin, or null.</summary>
    public int? Main { get; private set; }

    public IReadOnlyList<Binary> Binaries => _binaries;

    public IReadOnlyList<Hook> Hooks => [.. _hooks];

    /// <summary>The hooks with the phases whose commands start them.</summary>
    public IReadOnlySet<(string Phase, Hook Hook)> Started => _started;

    /// <summary>The files in the plugin's folder with its code, by path.</summary>
    public IEnumerable<KeyValuePair<string, string>> Code =>
        _files.Where(file => !_launcherFiles.Contains(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal);

    /// <summary>Whether hook lines read exported variables.</summary>
    public bool ExportsVariables => _launcherFiles.Contains(LauncherCommand.OwnExportsScript);

    /// <summary>Whether the code is the source of a plugin of Spaceforge, which makes the manifest again as it is.</summary>
    public bool HasSource => _launcherFiles.Contains(LauncherCommand.OwnLaunchScript)
        && Code.Any() && Code.All(file => SourceReader.IsSource(file.Key));

    /// <summary>The file that hooks start, by its path in the plugin's folder; null if the manifest does not contain it.</summary>
    public string? CodeFile => _codeFile is { } file && _files.ContainsKey(file) ? file : null;

    public static OwnParts Of(PluginManifest manifest)
    {
        var parts = new OwnParts(manifest.Name);
        foreach (var file in manifest.Contexts.SelectMany(context => context.MountedFiles))
        {
            if (parts.PathOf(file) is { } path) parts._files[path] = file.Content;
        }

        parts.Contexts = [.. manifest.Contexts.Select(parts.Take)];
        // A plugin without hooks is mounted, but no command starts it.
        if (!parts._launcherFiles.Contains(LauncherCommand.OwnLaunchScript)
            && LauncherCommand.OfMounted(parts._files) is { } mounted) parts.KeepFiles(mounted);
        return parts;
    }

    ManifestContext Take(ManifestContext context, int position)
    {
        var own = context with
        {
            MountedFiles = [.. context.MountedFiles.Where(file => PathOf(file) is null)],
            Hooks =
            [
                .. context.Hooks
                    .OrderBy(phase => HookNames.Parse(phase.Phase))
                    .Select(phase => new PhaseCommands(phase.Phase, [.. phase.Commands.Where(command => !Take(command, phase.Phase))]))
                    .Where(phase => phase.Commands.Count > 0),
            ],
        };
        var isMain = own.MountedFiles.Count < context.MountedFiles.Count
            || own.Hooks.Sum(phase => phase.Commands.Count) < context.Hooks.Sum(phase => phase.Commands.Count);
        if (isMain) Main ??= position;
        return own;
    }

    /// <summary>The path of a file below the plugin's folder, or null if it is elsewhere.</summary>
    string? PathOf(MountedFile file) => WorkerPaths.Resolve(file.Path) is { } path && path.StartsWith(_directory, StringComparison.Ordinal)
        ? path[_directory.Length..]
        : null;

    /// <summary>Whether a command is generated; its information is recorded.</summary>
    bool Take(string command, string phase) => LauncherCommand.Read(command, _directory, phase, _files) switch
    {
        null => false,
        var known => Keep(known, phase),
    };

    bool Keep(LauncherCommand command, string phase)
    {
        if (command.Binary is { } binary && _binaries.TrueForAll(other => other.Name != binary.Name)) _binaries.Add(binary);
        if (command.Hook is { } hook)
        {
            _hooks.Add(hook);
            _started.Add((phase, hook));
        }

        KeepFiles(command);
        return true;
    }

    void KeepFiles(LauncherCommand command)
    {
        _launcherFiles.UnionWith(command.Files);
        _codeFile ??= command.CodeFile;
    }
}
