using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Sources;

namespace Spaceforge.Launching;

/// <summary>What a worker needs to start a plugin: mounted files, and the commands around those of the author.</summary>
sealed class WorkerLaunch
{
    const string LaunchScript = "launch.sh";
    const string InstallScript = "install.sh";

    readonly PluginDefinition _definition;
    readonly PluginSource _source;
    readonly string _directory;

    public WorkerLaunch(PluginDefinition definition, PluginSource source)
    {
        (_definition, _source) = (definition, source);
        _directory = WorkerPaths.WorkingDirectory(definition.Name);
        Files =
        [
            Script(LaunchScript),
            Script(InstallScript),
            .. source.Files.Select(file => new MountedFile($"{_directory}/{file.Path}", file.Text)),
        ];
    }

    public IReadOnlyList<MountedFile> Files { get; }

    /// <summary>Commands that come before the author's own.</summary>
    public IReadOnlyList<string> Before(string phase) => phase == HookNames.NameOf(Hook.BeforeInit)
        ? [$"mkdir -p {_directory} {WorkerPaths.Binaries}", .. _definition.Binaries.Select(Install)]
        : [];

    /// <summary>Commands that come after the author's own.</summary>
    public IReadOnlyList<string> After(string phase) => HookNames.Parse(phase) is { } hook && _definition.Hooks.Contains(hook)
        ? [$"sh {_directory}/{LaunchScript} {phase} source {ShellWord.Quote(_source.EntryPoint)}"]
        : [];

    string Install(Binary binary)
    {
        var downloads = binary.ByArchitecture
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .SelectMany(entry => (string[])[entry.Key, ShellWord.Quote(entry.Value.Url), entry.Value.Sha256?.ToLowerInvariant() ?? "-"]);
        return $"sh {_directory}/{InstallScript} {binary.Name} {string.Join(' ', downloads)}";
    }

    MountedFile Script(string name)
    {
        using var stream = typeof(WorkerLaunch).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return new MountedFile($"{_directory}/{name}", reader.ReadToEnd());
    }
}
