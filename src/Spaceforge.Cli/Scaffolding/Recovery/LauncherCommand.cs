using System.Text.RegularExpressions;
using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Launching;

namespace Spaceforge.Cli.Scaffolding.Recovery;

/// <summary>A generated command in a manifest: ours, the Python SDK's, or that of an early SDK version.</summary>
sealed partial record LauncherCommand
{
    public const string OwnLaunchScript = "launch.sh";
    const string OwnLaunchScriptStart = "#!/bin/sh\n# Starts a hook of a Spaceforge plugin";
    const string OwnInstallScript = "install.sh";
    const string OwnPayloadScript = "payload.sh";
    public const string OwnExportsScript = "exports.sh";

    /// <summary>The binary that it installs.</summary>
    public Binary? Binary { get; init; }

    /// <summary>The hook whose code it runs.</summary>
    public Hook? Hook { get; init; }

    /// <summary>Generated files in the plugin's folder.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The file in the plugin's folder whose code it runs, if known.</summary>
    public string? CodeFile { get; init; }

    /// <param name="command">A command of a context.</param>
    /// <param name="directory">The plugin's folder on a worker, with a slash at the end.</param>
    /// <param name="phase">The phase that contains it.</param>
    /// <param name="files">The files that are mounted there.</param>
    /// <returns>The parsed command, or null if an author wrote it.</returns>
    public static LauncherCommand? Read(string command, string directory, string phase, IReadOnlyDictionary<string, string> files)
    {
        var folder = directory.TrimEnd('/');
        if (command == $"mkdir -p {folder}" || command == $"mkdir -p {folder} {WorkerPaths.Binaries}") return new LauncherCommand();

        return ReadOwn(command, directory, files) ?? ReadScript(command, directory, phase, files) ?? ReadInline(command, directory, phase);
    }

    /// <summary>What a start of the mounted plugin would say; null if it is not one of Spaceforge.</summary>
    /// <param name="files">The files that are mounted in the plugin's folder.</param>
    public static LauncherCommand? OfMounted(IReadOnlyDictionary<string, string> files) =>
        files.TryGetValue(OwnLaunchScript, out var script) && script.StartsWith(OwnLaunchScriptStart, StringComparison.Ordinal)
            ? new LauncherCommand { Files = [.. Carried(files)], CodeFile = SourceOf(Template.PluginFile, files) }
            : null;

    static LauncherCommand? ReadOwn(string command, string directory, IReadOnlyDictionary<string, string> files) =>
        ShellWord.Split(command) switch
        {
            ["sh", var script, var name, .. var downloads]
                when script == directory + OwnInstallScript && downloads.Length % 3 == 0 && name != "--at-least" =>
                new LauncherCommand { Binary = new Binary(name, Downloads(downloads)), Files = [OwnInstallScript] },
            ["sh", var script, "--at-least", var version, var ask, var name, .. var downloads]
                when script == directory + OwnInstallScript && downloads.Length % 3 == 0 && Version(version) =>
                new LauncherCommand
                {
                    Binary = new Binary(name, Downloads(downloads)) { AtLeast = version, VersionCommand = ask },
                    Files = [OwnInstallScript],
                },
            [".", var script] when script == directory + OwnExportsScript => new LauncherCommand { Files = [OwnExportsScript] },
            ["sh", var script, var phase, "source", var file] when script == directory + OwnLaunchScript
                && HookNames.Parse(phase) is { } hook =>
                new LauncherCommand { Hook = hook, Files = [OwnLaunchScript, OwnInstallScript], CodeFile = file },
            ["sh", var script, var phase, "native", ..] when script == directory + OwnLaunchScript && HookNames.Parse(phase) is { } hook =>
                new LauncherCommand { Hook = hook, Files = [OwnLaunchScript, OwnInstallScript] },
            ["sh", var script, var phase, "portable" or "embedded", var program, ..] when script == directory + OwnLaunchScript
                && HookNames.Parse(phase) is { } hook =>
                new LauncherCommand { Hook = hook, Files = [.. Carried(files)], CodeFile = SourceOf(program, files) },
            _ => null,
        };

    static bool Version(string text) =>
        text.Length > 0 && text.Split('.').All(part => part.Length is > 0 and < 10 && part.All(char.IsAsciiDigit));

    static IEnumerable<string> Carried(IReadOnlyDictionary<string, string> files) =>
        [OwnLaunchScript, OwnInstallScript, OwnPayloadScript,
            .. files.Keys.Where(path => path.StartsWith($"{Payload.Folder}/", StringComparison.Ordinal))];

    /// <summary>The source that a program was built from: the file of its name, else the project, else the only C# file.</summary>
    static string? SourceOf(string program, IReadOnlyDictionary<string, string> files)
    {
        var names = files.Keys.Order(StringComparer.Ordinal).ToArray();
        var code = names.Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).ToArray();
        return names.FirstOrDefault(path => path == Path.ChangeExtension(program, ".cs"))
            ?? names.FirstOrDefault(path => !path.Contains('/') && path.EndsWith(".csproj", StringComparison.Ordinal))
            ?? code.FirstOrDefault(path => path == Template.PluginFile)
            ?? (code.Length == 1 ? code[0] : null);
    }

    static Dictionary<string, Download> Downloads(string[] words) => words.Chunk(3)
        .DistinctBy(download => download[0], StringComparer.Ordinal)
        .ToDictionary(download => download[0], download => new Download(download[1], download[2] == "-" ? null : download[2]),
            StringComparer.Ordinal);

    /// <summary><c>chmod +x FILE &amp;&amp; FILE</c>, which is how the SDK starts its mounted scripts.</summary>
    static LauncherCommand? ReadScript(string command, string directory, string phase, IReadOnlyDictionary<string, string> files)
    {
        if (Script().Match(command) is not { Success: true } match || match.Groups["file"].Value is not { } path
            || !path.StartsWith(directory, StringComparison.Ordinal) || !files.TryGetValue(path[directory.Length..], out var text))
        {
            return null;
        }

        var file = path[directory.Length..];
        if (InstallScript().Match(file) is { Success: true } install
            && PythonInstallScript.Read(install.Groups["name"].Value, text) is { } binary)
        {
            return new LauncherCommand { Binary = binary, Files = [file] };
        }

        if (file != $"{phase}.sh") return null;
        // A script that does more than start Python is the author's code.
        var code = PluginFile().Match(text) is { Success: true } start && start.Groups["file"].Value.StartsWith(
            directory, StringComparison.Ordinal)
            ? start.Groups["file"].Value[directory.Length..]
            : null;
        return new LauncherCommand { Hook = HookNames.Parse(phase), Files = code is null ? [] : [file], CodeFile = code ?? file };
    }

    /// <summary>The SDK's first versions mounted no scripts.</summary>
    static LauncherCommand? ReadInline(string command, string directory, string phase)
    {
        if (!command.StartsWith($"cd {directory.TrimEnd('/')} && ", StringComparison.Ordinal)) return null;
        if (command.Contains("python -m venv ./venv", StringComparison.Ordinal)) return new LauncherCommand();

        return PluginFile().Match(command) is { Success: true } start && command.EndsWith($" {phase}", StringComparison.Ordinal)
            && start.Groups["file"].Value is var path && path.StartsWith(directory, StringComparison.Ordinal)
            ? new LauncherCommand { Hook = HookNames.Parse(phase), CodeFile = path[directory.Length..] }
            : null;
    }

    [GeneratedRegex(@"\Achmod \+x (?<file>\S+) && \k<file>\z")]
    private static partial Regex Script();

    [GeneratedRegex(@"\Abinary_install_(?<name>[^/]+)\.sh\z")]
    private static partial Regex InstallScript();

    [GeneratedRegex(@" (?:run|runner) --plugin-file (?<file>\S+) \w+$", RegexOptions.Multiline)]
    private static partial Regex PluginFile();
}
