using System.Diagnostics;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Building;

/// <summary>A full build with the SDK.</summary>
/// <param name="dotnet">The SDK.</param>
/// <param name="analyze">Whether analyzers run.</param>
sealed class SdkBuild(DotnetHost dotnet, bool analyze)
{
    // NuGet used a later version because no source has the requested one yet.
    const string VersionNotFound = "NU1603";

    /// <param name="source">The C# file or project.</param>
    /// <param name="artifacts">An empty folder for all build output; null for the project's own folders.</param>
    /// <param name="more">More arguments.</param>
    public async Task<BuildResult> RunAsync(string source, string? artifacts, CancellationToken cancellationToken, params string[] more)
    {
        var answers = Path.Combine(artifacts ?? Path.GetTempPath(), $"answers-{Guid.NewGuid():N}.json");
        try
        {
            var (exitCode, log) = await BuildAsync("diag");
            var messages = CompilerMessage.ReadAll(log);
            if (exitCode == 0 && File.Exists(answers))
            {
                return Read(JsonNode.Parse(await File.ReadAllTextAsync(answers, cancellationToken))!, messages, log, source, artifacts);
            }

            // Shown if there is no message: not our own log, which is long and contains environment variables.
            return new BuildResult
            {
                Messages = messages,
                Log = messages.Any(message => message.IsError)
                ? log : (await BuildAsync("quiet")).Log
            };
        }
        finally
        {
            File.Delete(answers);
        }

        async Task<(int ExitCode, string Log)> BuildAsync(string verbosity)
        {
            var (exitCode, output, error) = await CapturedProcess.RunAsync(
                dotnet.Path,
                [
                    "build", source, "-t:Build", "--nologo", $"-v:{verbosity}", "-tl:off", "-clp:NoSummary",
                    $"-getProperty:TargetPath,RoslynTargetsPath,ProjectAssetsFile,NuGetPackageRoot,{FormChoice.Property}",
                    "-getItem:CscCommandLineArgs,Content,None", $"-getResultOutputFile:{answers}",
                    $"-p:RunAnalyzers={(analyze ? "true" : "false")}",
                    // Only Spaceforge's analyzers: .NET's own run in 'dotnet build' and editors.
                    .. analyze ? (string[])["-p:EnableNETAnalyzers=false",
                        "-p:EnableTrimAnalyzer=false", "-p:EnableAotAnalyzer=false", "-p:EnableSingleFileAnalyzer=false"] : [],
                    // The current commit would end up in the program and change it with every commit.
                    "-p:IncludeSourceRevisionInInformationalVersion=false", "-p:EnableSourceLink=false",
                    // Starts 10 % faster, and a plugin ends before these optimizations pay off.
                    "-p:TieredPGO=false", "-p:ConcurrentGarbageCollection=false", "-p:WriteXorExecute=false",
                    .. artifacts is null ? (string[])[] : ["-p:ProvideCommandLineArgs=true", $"-p:ArtifactsPath={artifacts}"],
                    .. more,
                ],
                withError: true,
                // The plugin's global.json selects the SDK, not the one in the current folder.
                folder: Path.GetDirectoryName(source),
                cancellationToken,
                ImportedFiles.LogVariables,
                CapturedProcess.OfSdk);
            return (exitCode, output + error);
        }
    }

    BuildResult Read(JsonNode answers, IReadOnlyList<CompilerMessage> messages, string log, string source, string? artifacts)
    {
        var properties = answers["Properties"]!;
        var compiler = Path.GetFullPath(Path.Combine(properties["RoslynTargetsPath"]!.GetValue<string>(), "bincore", "csc.dll"));
        var assets = JsonNode.Parse(File.ReadAllText(properties["ProjectAssetsFile"]!.GetValue<string>()))!;
        var call = new CompilerCall(
            compiler,
            FileVersionInfo.GetVersionInfo(Path.Combine(
                Path.GetDirectoryName(compiler)!, "Microsoft.CodeAnalysis.CSharp.dll")).ProductVersion ?? "",
            [.. Items(answers, "CscCommandLineArgs", "Identity")],
            NeedsSdk: true);
        var imported = ImportedFiles.Read(
            log, dotnet.Root, properties["NuGetPackageRoot"]!.GetValue<string>(), artifacts ?? Path.GetDirectoryName(source)!);
        return new BuildResult
        {
            Assembly = properties["TargetPath"]!.GetValue<string>(),
            Messages = messages,
            Log = log,
            Form = properties[FormChoice.Property]?.GetValue<string>() ?? "",
            Compiler = call,
            // The plugin and its includes are tracked as its text.
            Inputs = [.. call.Inputs(dotnet.Root).Where(path => !IsText(path, source, artifacts))
                .Concat(imported.Paths)
                .Concat(Items(answers, "Content", "FullPath").Concat(Items(answers, "None", "FullPath")).Where(File.Exists))
                .Distinct()],
            Variables = imported.Variables,
            DependsOnMore = !imported.AreAll || RefersToProjects(assets) || HasFloatingVersion(assets)
                || messages.Any(message => message.Code == VersionNotFound),
        };
    }

    static bool IsText(string path, string source, string? artifacts) =>
        Path.GetExtension(path) == ".cs" && (artifacts is null || !path.StartsWith(artifacts, StringComparison.Ordinal))
        && PluginSources.Read(source).Files.Any(file => file.Path == path);

    static IEnumerable<string> Items(JsonNode answers, string item, string metadata) =>
        answers["Items"]![item]?.AsArray().Select(value => value![metadata]!.GetValue<string>()) ?? [];

    static bool RefersToProjects(JsonNode assets) =>
        assets["libraries"]!.AsObject().Any(library => library.Value!["type"]!.GetValue<string>() == "project");

    static bool HasFloatingVersion(JsonNode assets) => assets["project"]!["frameworks"]!.AsObject()
        .SelectMany(framework => framework.Value!["dependencies"]?.AsObject() ?? [])
        .Any(dependency => dependency.Value!["version"]?.GetValue<string>().Contains('*', StringComparison.Ordinal) == true);
}
