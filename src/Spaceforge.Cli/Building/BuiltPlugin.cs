using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Building;

/// <summary>A built plugin, ready to run.</summary>
/// <param name="Dotnet">The host that starts it.</param>
/// <param name="Assembly">Its path.</param>
/// <param name="Form">The manifest form that the plugin sets, or an empty string.</param>
/// <param name="Entry">Its cache entry; null for a project.</param>
/// <param name="Timings">Receives the time of its commands.</param>
sealed record BuiltPlugin(DotnetHost Dotnet, string Assembly, string Form, BuildEntry? Entry, BuildTimings Timings)
{
    /// <summary>The compilation of the same text for workers, if one was started with the build.</summary>
    public WorkerCompilation? ForWorkers { get; init; }

    /// <summary>The manifest.</summary>
    /// <param name="source">The full path of the C# file or project.</param>
    /// <param name="form">The arguments that select the manifest's form.</param>
    /// <param name="error">Receives the plugin's errors; null for the tool's standard error.</param>
    public async Task<(int ExitCode, string Output)> GenerateAsync(
        string source, IReadOnlyList<string> form, TextWriter? error, CancellationToken cancellationToken)
    {
        var (exitCode, output, messages) = await Timings.MeasureAsync(
            "make the manifest", () => CaptureAsync(GenerateArguments(source, "-", form), withError: error is not null, cancellationToken));
        if (error is not null) await error.WriteAsync(messages);
        return (exitCode, output);
    }

    /// <summary>Hands over to the plugin, which writes its manifest.</summary>
    public Task<int> HandOverGenerateAsync(string source, string output, IReadOnlyList<string> form) =>
        HandOverAsync(GenerateArguments(source, output, form));

    /// <summary>Hands over to a command of the plugin.</summary>
    public Task<int> HandOverAsync(IReadOnlyList<string> arguments) =>
        Handover.RunAsync(Dotnet.Path, ["exec", Assembly, .. arguments], stays: CacheFolder.IsTemporary);

    /// <summary>Runs a command of the plugin with additional variables and waits for it.</summary>
    public Task<int> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables) =>
        Handover.RunAsync(Dotnet.Path, ["exec", Assembly, .. arguments], stays: true, variables);

    Task<(int ExitCode, string Output, string Error)> CaptureAsync(
        IReadOnlyList<string> arguments, bool withError, CancellationToken cancellationToken) =>
        CapturedProcess.RunAsync(
            Dotnet.Path, ["exec", Assembly, .. arguments], withError, folder: null, cancellationToken, ending: CapturedProcess.OfSdk);

    static string[] GenerateArguments(string source, string output, IReadOnlyList<string> form) =>
        ["generate", "--output", output, "--source", source, .. form];
}
