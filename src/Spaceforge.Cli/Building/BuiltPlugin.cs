using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Building;

/// <summary>A plugin's program, ready to be started.</summary>
/// <param name="Dotnet">What starts it.</param>
/// <param name="Assembly">Its path.</param>
/// <param name="Form">The form that the plugin sets for its manifest, or nothing.</param>
/// <param name="Entry">How it was compiled; null for a project.</param>
/// <param name="Timings">Where the time of its commands is noted.</param>
sealed record BuiltPlugin(DotnetHost Dotnet, string Assembly, string Form, BuildEntry? Entry, BuildTimings Timings)
{
    /// <summary>The manifest.</summary>
    /// <param name="source">The full path of the C# file or project.</param>
    /// <param name="form">The arguments that say what the manifest holds of the plugin.</param>
    /// <param name="error">Where goes what is wrong with the plugin; null for the tool's standard error.</param>
    public async Task<(int ExitCode, string Output)> GenerateAsync(
        string source, IReadOnlyList<string> form, TextWriter? error, CancellationToken cancellationToken)
    {
        var (exitCode, output, messages) = await Timings.MeasureAsync(
            "make the manifest", () => CaptureAsync(GenerateArguments(source, "-", form), withError: error is not null, cancellationToken));
        if (error is not null) await error.WriteAsync(messages);
        return (exitCode, output);
    }

    /// <summary>Lets the plugin write its manifest in the tool's place.</summary>
    public Task<int> HandOverGenerateAsync(string source, string output, IReadOnlyList<string> form) =>
        HandOverAsync(GenerateArguments(source, output, form));

    /// <summary>The plugin's name and version, as its program tells them.</summary>
    /// <exception cref="UsageException">The program does not tell them; it has said why.</exception>
    public async Task<(string Name, string Version)> IdentityAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output, _) = await CaptureAsync(["--version"], withError: false, cancellationToken);
        // NAME VERSION (Spaceforge VERSION): a name may have blanks.
        var words = output.TrimEnd().Split(' ');
        return exitCode == ExitCodes.Done && words.Length >= 4
            ? (string.Join(' ', words[..^3]), words[^3])
            : throw new UsageException("The plugin's program does not report its name and version.");
    }

    /// <summary>Lets a command of the plugin go on in the tool's place.</summary>
    public Task<int> HandOverAsync(IReadOnlyList<string> arguments) =>
        Handover.RunAsync(Dotnet.Path, ["exec", Assembly, .. arguments], stays: CacheFolder.IsTemporary);

    /// <summary>Runs a command of the plugin with variables of its own; the tool goes on afterwards.</summary>
    public Task<int> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables) =>
        Handover.RunAsync(Dotnet.Path, ["exec", Assembly, .. arguments], stays: true, variables);

    Task<(int ExitCode, string Output, string Error)> CaptureAsync(
        IReadOnlyList<string> arguments, bool withError, CancellationToken cancellationToken) =>
        CapturedProcess.RunAsync(Dotnet.Path, ["exec", Assembly, .. arguments], withError, folder: null, cancellationToken);

    static string[] GenerateArguments(string source, string output, IReadOnlyList<string> form) =>
        ["generate", "--output", output, "--source", source, .. form];
}
