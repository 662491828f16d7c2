using System.CommandLine;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Images;
using Spaceforge.Cli.Simulating;
using Spaceforge.Cli.Terminal;
using Spaceforge.Cli.Watching;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge watch</c>: does at each save what an author does after an edit.</summary>
static class WatchCommand
{
    public const string Name = "watch";
    const int MostNamed = 3;
    const int DefaultRows = 24;

    static readonly Argument<string?> Plugin = new("PLUGIN")
    {
        Description = "A plugin's C# file or project, or a manifest [default: plugin.cs, else plugin.yaml]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<bool> NoTests = new("--no-tests") { Description = "Leave out the project in the folder 'tests'" };
    static readonly Option<bool> Simulate = new("--simulate")
    { Description = "Also simulate a run; the options of 'spaceforge simulate' describe it" };
    static readonly Option<bool> Serve = new("--serve")
    { Description = "Also show everything, with the report of the simulation, as a page on this machine that updates itself" };
    static readonly Option<bool> Once = new("--once") { Description = "Do it once, and fail if a step fails" };

    static readonly Option<bool> Json = new(JsonOption.Name) { Description = "Print each round as one line of JSON" };

    public static Command Create()
    {
        var command = new Command(Name, "At each save: generate, check, test policies, and run scenarios and tests")
        {
            Plugin, Simulate, Serve, NoTests, Once, Json, BuildCommandOptions.Form,
        };
        foreach (var option in SimulateOptions.OfWatch) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Simulate)) return;
            if (SimulateOptions.OfWatch.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } needy)
            {
                result.AddError($"{needy.Name} describes a simulation: add --simulate.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var signals = new StopSignals(stop);
        var isClosed = false;
        if (!OperatingSystem.IsWindows() && !parsed.GetValue(Once))
        {
            OutputEnd.Watch(() =>
            {
                isClosed = true;
                try
                {
                    stop.Cancel();
                }
                catch (ObjectDisposedException)
                {
                    // It has ended by itself.
                }
            });
        }

        try
        {
            return await WatchAsync(parsed, stop.Token);
        }
        // Where the terminal is gone, nothing can be written.
        catch (Exception e) when (e is OperationCanceledException or IOException && signals.Number > 0)
        {
            return ExitCodes.SignalBase + signals.Number;
        }
        catch (OperationCanceledException) when (isClosed)
        {
            throw new IOException("Standard output was closed.");
        }
    }

    static async Task<int> WatchAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        // The screen shows what is done.
        Streams.Progress.End();
        var folder = Directory.GetCurrentDirectory();
        var name = parsed.GetValue(Plugin) ?? ComparedPlugin.Default(folder);
        var plugin = Path.GetExtension(name) is ".yaml" or ".yml" ? Manifest(name, folder) : PluginFiles.Resolve(name, folder);
        var options = new WatchOptions(folder, FormChoice.Parse(parsed.GetValue(BuildCommandOptions.Form), native: null))
        {
            Tests = !parsed.GetValue(NoTests),
            Serves = parsed.GetValue(Serve),
            Simulation = parsed.GetValue(Simulate) ? await ReadSimulationAsync(parsed, cancellationToken) : null,
        };
        var once = parsed.GetValue(Once);
        await using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 16_384) { NewLine = "\n" };
        using var files = new WatchedFiles(WatchedNames.OfOthers());
        var log = new RoundLog(TimeProvider.System);
        using var page = options.Serves && !once ? new WatchPage(log, $"Watching {name}") : null;
        var head = once ? $"{name}" : $"Watching {name}. Press Ctrl+C to stop.{(page is null ? "" : $"\n{page.Address}")}";
        using var screen = parsed.GetValue(Json) ? null : new RoundScreen(
            log, output, Console.Error, head, TerminalColors.HasOutput && !once ? () => (Rows, TerminalColors.Width) : null);
        if (screen is null)
        {
            if (!once) await Console.Error.WriteLineAsync(head);
            RoundLines.Print(log, Console.Out);
        }

        await using var round = new WatchRound(plugin, options, files, log);
        round.Watch();
        if (screen is null && files.Obstacle is { } obstacle) await Console.Error.WriteLineAsync($"warning: {obstacle}.");
        if (once)
        {
            await round.RunAsync("once", cancellationToken);
            return log.Rounds[0].HasFailed ? ExitCodes.Failed : ExitCodes.Done;
        }

        await LoopAsync(round, files, folder, cancellationToken);
        return ExitCodes.Done;
    }

    static async Task<SimulationOptions> ReadSimulationAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = SimulateOptions.Read(parsed);
        return SimulateOptions.ImageOf(parsed) is not { } image ? options
            : options with { Image = await Task.Run(() => ImageReader.Open(image, cancellationToken), cancellationToken) };
    }

    /// <summary>Runs a round now and after each save, until it is cancelled.</summary>
    public static async Task LoopAsync(WatchRound round, WatchedFiles files, string folder, CancellationToken cancellationToken)
    {
        var cause = "start";
        while (true)
        {
            using var superseded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var next = files.NextAsync(cancellationToken);
            await RunUntilAsync(round.RunAsync(cause, superseded.Token), next, superseded);
            cause = Cause(await next, folder);
        }
    }

    /// <summary>Runs a round until it is done, or until another save makes it useless.</summary>
    static async Task RunUntilAsync(Task running, Task next, CancellationTokenSource superseded)
    {
        await Task.WhenAny(running, next);
        await superseded.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // The next round sees everything.
        }
    }

    static int Rows => Console.WindowHeight is > 0 and var rows ? rows : DefaultRows;

    static string Cause(IReadOnlyList<string> changed, string folder)
    {
        var names = changed.Take(MostNamed)
            .Select(path => $"{Path.GetRelativePath(folder, path)}{(File.Exists(path) ? "" : " (removed)")}");
        return Logging.LogText.OneLine(
            $"{string.Join(", ", names)}{(changed.Count > MostNamed ? $" and {changed.Count - MostNamed} more" : "")}");
    }

    static string Manifest(string name, string folder) => Path.GetFullPath(name, folder) is var path && File.Exists(path) ? path
        : throw new UsageException($"Manifest '{name}' not found. Create it with: spaceforge generate");
}
