using System.Text.Json.Nodes;
using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Building;

/// <summary>A full build with the SDK.</summary>
/// <param name="dotnet">The SDK.</param>
/// <param name="analyze">Whether analyzers look at the source.</param>
sealed class SdkBuild(DotnetHost dotnet, bool analyze)
{
    /// <param name="source">The C# file or project.</param>
    /// <param name="artifacts">An empty folder for everything that the build writes; null for the project's own folders.</param>
    public async Task<BuildResult> RunAsync(string source, string? artifacts, CancellationToken cancellationToken)
    {
        var answers = Path.Combine(artifacts ?? Path.GetTempPath(), $"answers-{Guid.NewGuid():N}.json");
        try
        {
            var (exitCode, log) = await CapturedProcess.RunAsync(
                dotnet.Path,
                [
                    "build", source, "-t:Build", "--nologo", "-v:quiet", "-tl:off", "-clp:NoSummary",
                    "-getProperty:TargetPath,RoslynTargetsPath,ProjectAssetsFile", "-getItem:CscCommandLineArgs", $"-getResultOutputFile:{answers}",
                    $"-p:RunAnalyzers={(analyze ? "true" : "false")}",
                    .. artifacts is null ? (string[])[] : ["-p:ProvideCommandLineArgs=true", $"-p:ArtifactsPath={artifacts}"],
                ],
                withError: true,
                // The SDK is chosen by the global.json of the plugin, not of the folder that the tool was started in.
                folder: Path.GetDirectoryName(source),
                cancellationToken);
            var messages = CompilerMessage.ReadAll(log);
            return exitCode == 0 && File.Exists(answers)
                ? Read(JsonNode.Parse(await File.ReadAllTextAsync(answers, cancellationToken))!, messages, log)
                : new BuildResult { Messages = messages, Log = log };
        }
        finally
        {
            File.Delete(answers);
        }
    }

    static BuildResult Read(JsonNode answers, IReadOnlyList<CompilerMessage> messages, string log)
    {
        var properties = answers["Properties"]!;
        var assets = properties["ProjectAssetsFile"]!.GetValue<string>();
        return new BuildResult
        {
            Assembly = properties["TargetPath"]!.GetValue<string>(),
            Messages = messages,
            Log = log,
            Compiler = Path.GetFullPath(Path.Combine(properties["RoslynTargetsPath"]!.GetValue<string>(), "bincore", "csc.dll")),
            CompilerArguments = [.. answers["Items"]!["CscCommandLineArgs"]!.AsArray().Select(item => item!["Identity"]!.GetValue<string>())],
            RefersToProjects = JsonNode.Parse(File.ReadAllText(assets))!["libraries"]!.AsObject()
                .Any(library => library.Value!["type"]!.GetValue<string>() == "project"),
        };
    }
}
