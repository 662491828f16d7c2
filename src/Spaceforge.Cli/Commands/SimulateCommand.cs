using System.CommandLine;
using System.Runtime.CompilerServices;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Processes;
using Spaceforge.Cli.Simulating;
using Spaceforge.Files;
using Spaceforge.Hosting;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge simulate</c>: a whole run on this machine, the way a worker would do it.</summary>
static class SimulateCommand
{
    /// <summary>The run ended in another state than FINISHED and FAILED.</summary>
    const int EndedOtherwise = 3;

    static readonly Argument<string[]> Files = new("PLUGIN_FILE|MANIFEST")
    {
        Description = $"C# files or projects of plugins, or manifests (.yaml, .yml) [default: {PluginFiles.Default}]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<string?> Report = new("--report") { HelpName = "FILE.html", Description = "Write a report: one HTML file, which needs nothing else" };
    static readonly Option<string?> Json = new("--json") { HelpName = "FILE", Description = "Write the result as JSON; - is standard output, in place of the text" };

    static SimulateCommand() => Files.RefuseOptions();

    public static Command Create()
    {
        var command = new Command("simulate", "Run manifests on this machine the way a worker would, and show what happened") { Files };
        foreach (var option in SimulateOptions.All) command.Add(option);
        command.Add(BuildOptionsOf.Form);
        command.Add(Report);
        command.Add(Json);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(Files) ?? [], SimulateOptions.Read(parsed), FormChoice.Parse(parsed.GetValue(BuildOptionsOf.Form), native: null), parsed.GetValue(Report), parsed.GetValue(Json), cancellationToken));
        return command;
    }

    static Task<int> RunAsync(
        string[] names, SimulationOptions options, FormChoice form, string? report, string? json, CancellationToken cancellationToken) =>
        RuntimeFeature.IsDynamicCodeSupported ? SimulateAsync(names, options, form, report, json, cancellationToken) : PortableTool.HandOverAsync();

    static async Task<int> SimulateAsync(
        string[] names, SimulationOptions options, FormChoice form, string? report, string? json, CancellationToken cancellationToken)
    {
        var folder = Directory.GetCurrentDirectory();
        var manifests = new List<ManifestFile>();
        foreach (var name in names.Length == 0 ? [PluginFiles.Default] : names)
        {
            if (await ReadAsync(name, folder, form, cancellationToken) is not { } manifest) return ExitCodes.UsedWrongly;
            manifests.Add(manifest);
        }

        var refused = manifests.SelectMany(manifest => manifest.Problems).Where(problem => problem.IsError && !Runs(problem.Rule)).ToArray();
        if (refused.Length > 0) throw new UsageException($"Spacelift would not take this:\n{string.Join('\n', (IEnumerable<ManifestProblem>)refused)}");

        using var stop = new CancellationTokenSource();
        using var signals = new StopSignals(stop);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 16_384) { AutoFlush = true, NewLine = "\n" };
        var view = new TerminalView(json == "-" ? TextWriter.Null : output);
        await using var simulation = new Simulation(options, manifests, view);
        SimulationResult result;
        try
        {
            result = await simulation.RunAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.SignalBase + signals.Number;
        }

        view.Ends(result);
        if (json == "-") await output.WriteAsync(JsonResult.Of(result).ToJsonString() + "\n");
        else if (json is not null) AtomicFile.Write(Path.GetFullPath(json, folder), JsonResult.Of(result).ToJsonString() + "\n");
        if (report is not null) AtomicFile.Write(Path.GetFullPath(report, folder), Simulating.Reports.HtmlReport.Of(result));
        if (options.Keeps) await Console.Error.WriteLineAsync($"The workspace is kept in {simulation.Workspace}");
        return result.FinalState == RunState.Finished ? ExitCodes.Done
            : result.FinalState == RunState.Failed ? ExitCodes.HookFailed
            : EndedOtherwise;
    }

    /// <summary>Errors that keep no hook from running; they are told at the end of the run.</summary>
    static bool Runs(Rule broken) => broken == Rules.PropertyUnknown || broken == Rules.MountedFileSize || broken == Rules.PayloadBroken || broken == Rules.CommandNewline;

    /// <returns>The manifest, or null where the plugin has said what is wrong with it.</returns>
    static async Task<ManifestFile?> ReadAsync(string name, string folder, FormChoice form, CancellationToken cancellationToken)
    {
        if (Path.GetExtension(name) is ".yaml" or ".yml")
        {
            return ManifestRules.Check(ManifestInput.Read(name));
        }

        var file = PluginFiles.Resolve(name, folder);
        var builder = PluginBuilder.Create(new BuildOptions(folder));
        var plugin = await builder.BuildAsync(file, Console.Error, cancellationToken);
        var arguments = await builder.FormAsync(plugin, file, form, Console.Error, cancellationToken);
        var (exitCode, yaml) = await plugin.GenerateAsync(file, arguments, error: null, cancellationToken);
        return exitCode == ExitCodes.Done ? ManifestRules.Check(ManifestReader.Read(yaml, name)) : null;
    }
}
