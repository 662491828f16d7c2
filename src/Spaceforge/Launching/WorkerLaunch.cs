using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Model;
using Spaceforge.Sources;

namespace Spaceforge.Launching;

/// <summary>What a worker needs to start a plugin: mounted files, and commands before and after the author's own.</summary>
sealed class WorkerLaunch
{
    const string LaunchScript = "launch.sh";
    const string InstallScript = "install.sh";
    const string PayloadScript = "payload.sh";
    const string ExportsScript = "exports.sh";

    readonly PluginDefinition _definition;
    readonly string _directory;
    readonly string _start;

    WorkerLaunch(PluginDefinition definition, string start, IEnumerable<SourceFile> files, params IEnumerable<Payload> payloads)
    {
        (_definition, _start) = (definition, start);
        _directory = WorkerPaths.WorkingDirectory(definition.Name);
        var parts = payloads.SelectMany(payload => payload.Parts).ToArray();
        Files =
        [
            Script(LaunchScript),
            // Shared by binaries, the executable, and Microsoft's install script if there is no SDK.
            Script(InstallScript),
            .. definition.ExportsVariables ? [Script(ExportsScript)] : (MountedFile[])[],
            .. parts.Length > 0 ? [Script(PayloadScript)] : (MountedFile[])[],
            .. files.Select(file => new MountedFile($"{_directory}/{file.Path}", file.Text)),
            .. parts,
        ];
    }

    /// <summary>A worker builds the plugin from its source.</summary>
    public static WorkerLaunch FromSource(PluginDefinition definition, PluginSource source) =>
        new(definition, $"source {ShellWord.Quote(source.EntryPoint)}", source.Files);

    /// <summary>A worker downloads the plugin.</summary>
    public static WorkerLaunch FromExecutable(PluginDefinition definition, Binary executable) =>
        new(definition, $"native {executable.Name} {Downloads(executable)}", []);

    /// <summary>The manifest contains the built plugin, and its source for reading.</summary>
    public static WorkerLaunch FromPortable(PluginDefinition definition, PluginSource source, PortableProgram program)
    {
        var directory = WorkerPaths.WorkingDirectory(definition.Name);
        var packages = Payload.Of(directory, "packages", program.Packages);
        var own = Payload.Of(directory, "program", program.Program);
        var origin = new SourceFile($"{Payload.Folder}/{PortableProgram.OriginFile}", program.Origin);
        return new(definition, $"portable {ShellWord.Quote(program.Assembly)} {packages.Words} {own.Words}",
            [.. source.Files, origin], packages, own);
    }

    /// <summary>The manifest contains an executable for each architecture, and the source to be read.</summary>
    public static WorkerLaunch FromEmbedded(PluginDefinition definition, PluginSource source, IReadOnlyList<EmbeddedExecutable> executables)
    {
        var directory = WorkerPaths.WorkingDirectory(definition.Name);
        var payloads = executables.Select(executable => Payload.Of(directory, executable.Architecture, executable.Content)).ToArray();
        return new(definition,
            $"embedded {NativeExecutable.NameOf(definition.Name, definition.Version)} "
                + string.Join(' ', payloads.Select(payload => $"{payload.Name} {payload.Words}")),
            source.Files, payloads);
    }

    public IReadOnlyList<MountedFile> Files { get; }

    /// <summary>Commands that run before the author's own.</summary>
    public IReadOnlyList<string> Before(string phase) => HookNames.Parse(phase) switch
    {
        Hook.BeforeInit => [$"mkdir -p {_directory} {WorkerPaths.Binaries}", .. Installs, .. Exports],
        { } hook when IsUsedInContainerFrom(hook) => [.. Installs, .. Exports],
        _ => Exports,
    };

    /// <summary>Commands that run after the author's own.</summary>
    public IReadOnlyList<string> After(string phase) => HookNames.Parse(phase) is { } hook && IsOverridden(hook)
        ? [$"sh {_directory}/{LaunchScript} {phase} {_start}", .. Exports]
        : [];

    // In each phase, since each may have a shell of its own; before init too, because a retried run keeps its workspace.
    string[] Exports => _definition.ExportsVariables ? [$". {_directory}/{ExportsScript}"] : [];

    /// <summary>
    /// Whether the phase may be the first one in a container in which the plugin has something to do. A run that waited for
    /// confirmation continues in a new container, which only has what is in the image; a task may skip its init; and what comes
    /// before a stack's destruction is not documented.
    /// </summary>
    bool IsUsedInContainerFrom(Hook first) => first switch
    {
        Hook.BeforeApply => IsUsed(Hook.BeforeApply) || IsUsed(Hook.AfterApply) || IsUsed(Hook.AfterRun),
        Hook.BeforePerform => IsUsed(Hook.BeforePerform) || IsUsed(Hook.AfterPerform) || IsUsed(Hook.AfterRun),
        Hook.BeforeDestroy => IsUsed(Hook.BeforeDestroy) || IsUsed(Hook.AfterDestroy) || IsUsed(Hook.AfterRun),
        _ => false,
    };

    bool IsUsed(Hook hook) => IsOverridden(hook) || _definition.Contexts.Any(context => context.Hooks[HookNames.NameOf(hook)].Count > 0);

    // A loop, because LINQ over an enum is compiled at each start.
    bool IsOverridden(Hook hook)
    {
        for (var i = 0; i < _definition.Hooks.Count; i++)
        {
            if (_definition.Hooks[i] == hook) return true;
        }

        return false;
    }

    IReadOnlyList<string> Installs =>
        [.. _definition.Binaries.Select(binary => $"sh {_directory}/{InstallScript} {Version(binary)}{binary.Name} {Downloads(binary)}")];

    static string Version(Binary binary) =>
        binary.AtLeast is { } version ? $"--at-least {version} {ShellWord.Quote(binary.VersionCommand)} " : "";

    static string Downloads(Binary binary) => string.Join(' ', binary.ByArchitecture
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .SelectMany(entry => (string[])[entry.Key, ShellWord.Quote(entry.Value.Url), entry.Value.Sha256?.ToLowerInvariant() ?? "-"]));

    MountedFile Script(string name)
    {
        using var stream = typeof(WorkerLaunch).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        // A script that a shell reads does not know where it is.
        var text = reader.ReadToEnd().Replace("@PLUGIN@", WorkerPaths.FolderName(_definition.Name), StringComparison.Ordinal);
        return new MountedFile($"{_directory}/{name}", text);
    }
}
