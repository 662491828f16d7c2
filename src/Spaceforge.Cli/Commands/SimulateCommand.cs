using System.CommandLine;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Images;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Simulating;
using Spaceforge.Cli.Terminal;
using Spaceforge.Files;
using Spaceforge.Hosting;
using Spaceforge.Logging;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge simulate</c>: simulates a whole run on this machine.</summary>
static class SimulateCommand
{
    public const string Name = "simulate";

    /// <summary>The run ended in a state other than FINISHED or FAILED.</summary>
    const int EndedOtherwise = 3;

    static readonly Argument<string[]> Files = new("PLUGIN_FILE|MANIFEST")
    {
        Description = $"C# files or projects of plugins, or manifests (.yaml, .yml) [default: {PluginFiles.Default}]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<string?> Report = new(
        "--report")
    { HelpName = "FILE.html", Description = "Write a self-contained HTML report" };
    static readonly Option<string?> Json = new(
        "--json")
    { HelpName = "FILE", Description = "Write the result as JSON; - prints it to standard output instead of the text" };

    public static Command Create()
    {
        var command = new Command(Name, "Simulate a run on this machine the way a worker would execute it") { Files };
        foreach (var option in SimulateOptions.All) command.Add(option);
        command.Add(BuildCommandOptions.Form);
        command.Add(Report);
        command.Add(Json);
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(Files) ?? [], SimulateOptions.Read(parsed), SimulateOptions.ImageOf(parsed), FormChoice.Parse(parsed.GetValue(
                BuildCommandOptions.Form), native: null), parsed.GetValue(Report), parsed.GetValue(Json), cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        string[] names, SimulationOptions options, string? image, FormChoice form, string? report, string? json,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var signals = new StopSignals(stop, signal =>
        {
            if (StopSignals.Hint(signal) is { } hint) Console.Error.WriteLine(hint);
        });
        try
        {
            return await SimulateAsync(names, options, image, form, report, json == "-" ? null : json, json == "-", stop.Token);
        }
        catch (OperationCanceledException) when (signals.Number > 0)
        {
            return ExitCodes.SignalBase + signals.Number;
        }
    }

    static async Task<int> SimulateAsync(
        string[] names, SimulationOptions options, string? image, FormChoice form, string? report,
        string? json, bool printsJson, CancellationToken cancellationToken)
    {
        var folder = Directory.GetCurrentDirectory();
        // Fail now rather than after a long run.
        CheckWritable(report, folder, "--report");
        CheckWritable(json, folder, "--json");
        var manifests = new List<ManifestFile>();
        foreach (var name in names.Length == 0 ? [PluginFiles.Default] : names)
        {
            if (await ReadAsync(name, folder, form, cancellationToken) is not { } manifest) return ExitCodes.UsedWrongly;
            manifests.Add(manifest);
        }

        CheckRuns(manifests);
        if (image is not null)
        {
            using var reading = Streams.Progress.Show($"Reading {image}");
            options = options with { Image = await Task.Run(() => ImageReader.Open(image, cancellationToken), cancellationToken) };
        }

        await using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 16_384) { AutoFlush = true, NewLine = "\n" };
        await using var shared = new WriterOverProgress(output, Streams.Progress);
        var view = new TerminalView(printsJson ? TextWriter.Null : TerminalColors.HasOutput ? shared : output, Streams.Progress);
        await using var simulation = new Simulation(options, manifests, view);
        SimulationResult result;
        using (Streams.Progress.Show("Simulating the run")) result = await simulation.RunAsync(cancellationToken);
        view.Ends(result);
        if (printsJson) await output.WriteAsync(JsonResult.Of(result).ToJsonString() + "\n");
        var written = report is null ? null : Path.GetFullPath(report, folder);
        try
        {
            if (json is not null) Write(json, folder, JsonResult.Of(result).ToJsonString() + "\n", "--json");
            if (report is not null) Write(report, folder, Simulating.Reports.HtmlReport.Of(result), "--report");
        }
        catch (UsageException)
        {
            view.Concludes(result, report: null);
            throw;
        }

        view.Concludes(result, written);
        if (printsJson && written is not null) await Console.Error.WriteLineAsync(LogText.OneLine($"Report: {written}"));
        if (options.Keeps) await Console.Error.WriteLineAsync($"The workspace was kept in {simulation.Workspace}");
        return result.FinalState == RunState.Finished ? ExitCodes.Done
            : result.FinalState == RunState.Failed ? ExitCodes.Failed
            : EndedOtherwise;
    }

    static void CheckWritable(string? path, string folder, string option)
    {
        if (path is null) return;

        var full = Path.GetFullPath(path, folder);
        if (Directory.Exists(full)) throw new UsageException($"{option}: '{path}' is a folder.");
        if (!Directory.Exists(Path.GetDirectoryName(full))) throw new UsageException($"{option}: the folder of '{path}' does not exist.");
        try
        {
            using var probe = File.Create(AtomicFile.TemporaryBeside(full), bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option}: '{path}' cannot be written: {e.Message}", e);
        }
    }

    static void Write(string path, string folder, string text, string option)
    {
        try
        {
            AtomicFile.WriteInRepository(Path.GetFullPath(path, folder), text, isPrivate: true);
        }
        catch (IOException e)
        {
            throw new UsageException($"{option}: {e.Message}");
        }
    }

    /// <exception cref="UsageException">Spacelift would reject one of them.</exception>
    public static void CheckRuns(IReadOnlyList<ManifestFile> manifests)
    {
        var refused = manifests.SelectMany(manifest => manifest.Problems)
            .Where(problem => problem.IsError && !Runs(problem.Rule)).ToArray();
        if (refused.Length > 0)
        {
            throw new UsageException($"Spacelift would reject this:\n{string.Join('\n', ProblemLines.Of(refused))}");
        }
    }

    /// <summary>Errors that do not stop hooks from running; they are reported at the end of the run.</summary>
    static bool Runs(Rule broken) => broken == Rules.PropertyUnknown || broken == Rules.MountedFileSize
        || broken == Rules.PayloadBroken || broken == Rules.CommandNewline;

    /// <returns>The manifest, or null if the plugin has reported errors.</returns>
    public static async Task<ManifestFile?> ReadAsync(string name, string folder, FormChoice form, CancellationToken cancellationToken)
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
        // Findings refer to lines of the manifest, which may not be written yet.
        var shown = Path.GetRelativePath(folder, Path.Combine(Path.GetDirectoryName(file)!, Hosting.ManifestGeneration.DefaultOutput));
        return exitCode == ExitCodes.Done ? ManifestRules.Check(ManifestReader.Read(yaml, shown)) : null;
    }
}
