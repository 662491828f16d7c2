using System.Text;
using DiffPlex.DiffBuilder.Model;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Processes;
using Spaceforge.Cli.Simulating;
using Spaceforge.Cli.Simulating.Reports;
using Spaceforge.Cli.Terminal;
using Spaceforge.Cli.Watching;
using Spaceforge.Files;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Commands;

/// <summary>The steps that follow a save.</summary>
/// <param name="plugin">The full path of the plugin's C# file, project or manifest.</param>
/// <param name="options">What to do.</param>
/// <param name="files">Learns what the steps write and read.</param>
/// <param name="log">Learns what came of the steps.</param>
sealed class WatchRound(string plugin, WatchOptions options, WatchedFiles files, RoundLog log) : IAsyncDisposable
{
    const int LargestProject = 1_000_000;

    readonly string _folder = Path.GetDirectoryName(plugin)!;
    readonly WatchInputs _inputs = new(plugin, options.Simulation);
    readonly WarmSimulation? _simulation = options.Simulation is { } simulation ? new WarmSimulation(simulation) : null;

    bool IsCode => Path.GetExtension(plugin) is ".cs" or ".csproj";

    string Target => IsCode ? Path.Combine(_folder, ManifestGeneration.DefaultOutput) : plugin;

    public ValueTask DisposeAsync() => _simulation?.DisposeAsync() ?? ValueTask.CompletedTask;

    public void Watch()
    {
        files.Watch(_inputs.Folders, _inputs.Files);
        log.Warning = files.Obstacle;
    }

    public async Task RunAsync(string cause, CancellationToken cancellationToken)
    {
        log.Begin(cause);
        files.IsBusy = true;
        try
        {
            // A save may name new files.
            Watch();
            await RunStepsAsync(cancellationToken);
        }
        finally
        {
            files.TakeWrittenByTools();
            files.IsBusy = false;
            log.End();
        }
    }

    async Task RunStepsAsync(CancellationToken cancellationToken)
    {
        var manifest = IsCode ? null : ReadManifest();
        if (IsCode)
        {
            var made = await log.DoAsync("generate", async () =>
            {
                (var step, manifest) = await GenerateAsync(cancellationToken);
                return step;
            });
            Watch();
            if (made.Outcome == StepOutcome.Failed)
            {
                foreach (var name in (string[])["check", "policies", "scenarios", "simulate", "tests"])
                {
                    if (name == "simulate" && _simulation is null) continue;
                    log.Skip(name, "generate failed");
                }

                return;
            }
        }

        await log.DoAsync("check", () => CheckAsync(manifest, cancellationToken));
        await RunAsync("policies", PolicyTests(), cancellationToken);
        await RunAsync("scenarios", Scenarios(), cancellationToken);
        if (_simulation is not null) await log.DoAsync("simulate", () => SimulateAsync(_simulation, manifest, cancellationToken));
        await RunAsync("tests", options.Tests ? Tests() : new Work("--no-tests"), cancellationToken);
    }

    async Task<(RoundStep Step, ManifestFile? Manifest)> GenerateAsync(CancellationToken cancellationToken)
    {
        await using var messages = new StringWriter();
        try
        {
            PluginFiles.Resolve(plugin, options.Folder);
            var builder = PluginBuilder.Create(new BuildOptions(options.Folder) { Form = options.Form });
            var built = await builder.BuildAsync(plugin, messages, cancellationToken);
            _inputs.OfBuild = built.Entry?.OwnInputs ?? [];
            var arguments = await builder.FormAsync(built, plugin, options.Form, messages, cancellationToken);
            var (exitCode, yaml) = await built.GenerateAsync(plugin, arguments, messages, cancellationToken);
            if (exitCode != ExitCodes.Done || GenerateCommand.HasWrongPolicies(yaml, plugin, options.Folder, messages))
            {
                return (Failed(messages.ToString()), null);
            }

            var made = ManifestReader.Read(yaml, Path.GetRelativePath(options.Folder, Target));
            var old = File.Exists(Target) ? BuildFile.ReadText(Target) : null;
            cancellationToken.ThrowIfCancellationRequested();
            files.Expect(Target, Encoding.UTF8.GetBytes(yaml));
            if (old != yaml) ManifestGeneration.WriteManifest(Target, yaml);
            return (Generated(old, made), made);
        }
        catch (Exception e) when (e is SpaceforgeException or IOException)
        {
            return (Failed($"{messages}error: {e.Message}"), null);
        }
    }

    static RoundStep Generated(string? old, ManifestFile made)
    {
        var step = new RoundStep("", StepOutcome.Passed);
        if (old == made.Text) return step with { Note = "the manifest is unchanged" };
        if (old is null) return step with { Note = $"wrote {made.File}" };

        var before = ManifestReader.Read(old, made.File);
        var (oldText, madeText) = (ManifestCheck.Text(before, old), ManifestCheck.Text(made, made.Text));
        return oldText == madeText ? step with { Note = "only the program in the manifest changed" }
            : step with
            {
                Note = $"{made.File} changed",
                Lines =
                [
                    .. TextDifference.Lines(oldText, madeText).Select(line => new StepLine(line.Text, line.Type switch
                    {
                        ChangeType.Inserted => TerminalColors.Green,
                        ChangeType.Deleted => TerminalColors.Red,
                        _ => null,
                    })),
                ],
            };
    }

    ManifestFile? ReadManifest()
    {
        try
        {
            return ManifestInput.Read(Path.GetRelativePath(options.Folder, plugin));
        }
        catch (UsageException)
        {
            // It is gone, which the check says.
            return null;
        }
    }

    /// <summary>What analyzers find in the code, and what Spacelift would refuse in the manifest.</summary>
    async Task<RoundStep> CheckAsync(ManifestFile? manifest, CancellationToken cancellationToken)
    {
        await using var messages = new StringWriter();
        try
        {
            if (IsCode)
            {
                var builder = PluginBuilder.Create(new BuildOptions(options.Folder) { Analyze = true });
                await builder.BuildAsync(plugin, messages, cancellationToken);
            }

            var found = ManifestRules.Check(manifest ?? ManifestInput.Read(Path.GetRelativePath(options.Folder, plugin))).Problems;
            foreach (var line in ProblemLines.Of(found)) await messages.WriteLineAsync(line);
            return found.Any(problem => problem.IsError) ? Failed(messages.ToString())
                : new RoundStep("", StepOutcome.Passed) { Lines = RoundStep.LinesOf(messages.ToString()) };
        }
        catch (Exception e) when (e is SpaceforgeException or IOException)
        {
            return Failed($"{messages}error: {e.Message}");
        }
    }

    async Task<RoundStep> SimulateAsync(WarmSimulation simulation, ManifestFile? manifest, CancellationToken cancellationToken)
    {
        await using var text = new StringWriter();
        try
        {
            ManifestFile[] manifests = [ManifestRules.Check(manifest ?? ManifestInput.Read(plugin))];
            SimulateCommand.CheckRuns(manifests);
            var view = new TerminalView(text);
            var result = await simulation.RunAsync(manifests, view, cancellationToken);
            view.Ends(result);
            if (options.Serves) log.Put(HtmlReport.Of(result));
            return result.FinalState == (options.Simulation!.FinalState ?? RunState.Finished)
                ? new RoundStep("", StepOutcome.Passed) { Note = result.FinalState.Name }
                : Failed(text.ToString()) with { Note = result.FinalState.Name };
        }
        catch (Exception e) when (e is SpaceforgeException or IOException)
        {
            return Failed($"{text}error: {e.Message}");
        }
        finally
        {
            simulation.Warm();
        }
    }

    async Task RunAsync(string name, Work work, CancellationToken cancellationToken)
    {
        if (work.Command is not { } command)
        {
            log.Skip(name, work.Reason);
            return;
        }

        await log.DoAsync(name, async () =>
        {
            var (exitCode, output, error) = await CapturedProcess.RunAsync(
                command[0], command[1..], withError: true, options.Folder, cancellationToken, Variables, work.Ending);
            return exitCode == ExitCodes.Done
                ? new RoundStep("", StepOutcome.Passed) { Note = RoundStep.LinesOf(output) is [.., var last] ? last.Text : "" }
                : Failed(output + error);
        });
    }

    // No server of MSBuild may stay behind.
    static readonly Dictionary<string, string?> Variables =
        new() { ["NO_COLOR"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0" };

    // Messages name files as they were named.
    string Shown(string path) => Path.GetRelativePath(options.Folder, path);

    Work PolicyTests() => ((string[])["", "policies", "tests"]).Select(name => Path.Combine(_folder, name))
        .Any(folder => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*_test.rego").Any())
        ? Work.OfTool("policy", "test", Shown(Target)) : new Work("there are no policy tests");

    Work Scenarios() => !WatchInputs.HasScenarios(_folder) ? new Work("there are no scenarios")
        : Work.OfTool(["test", Shown(_folder), .. options.Form.Form is { } form ? (string[])["--form", $"{form}".ToLowerInvariant()] : []]);

    Work Tests()
    {
        var tests = Path.Combine(_folder, "tests");
        var project = Directory.Exists(tests)
            ? Directory.EnumerateFiles(tests, "*.csproj").Order(StringComparer.Ordinal).FirstOrDefault() : null;
        if (project is null) return new Work("there is no project in 'tests'");

        var text = Encoding.UTF8.GetString(NamedFile.Read(project, LargestProject));
        var isProgram = text.Contains("<OutputType>Exe", StringComparison.Ordinal);
        var dotnet = DotnetHost.Find().Path;
        return new Work("", isProgram ? [dotnet, "run", "--project", project] : [dotnet, "test", project], CapturedProcess.OfSdk);
    }

    static RoundStep Failed(string text) => new("", StepOutcome.Failed) { Lines = RoundStep.LinesOf(text) };

    /// <summary>A command, or why there is none.</summary>
    sealed record Work(string Reason, string[]? Command = null, CapturedProcess.Ending? Ending = null)
    {
        public static Work OfTool(params string[] arguments) =>
            new("", [.. OwnProgram.Command, .. arguments], CapturedProcess.CleaningUp);
    }
}
