using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Scenarios;
using Spaceforge.Cli.Scenarios.Formats;
using Spaceforge.Files;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge test</c>: runs the scenarios of a plugin.</summary>
static class TestCommand
{
    static readonly Argument<string[]> Paths = new("FOLDER|FILE")
    {
        Description = "Folders of plugins or of scenarios, or scenario files [default: the current folder]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<bool> Update = new("--update") { Description = "Write the snapshots that differ, instead of failing" };
    static readonly Option<string?> Filter = new("--filter")
    { HelpName = "TEXT", Description = "Only scenarios whose name contains TEXT" };
    static readonly Option<int?> Parallel = new("--parallel")
    {
        HelpName = "NUMBER",
        Description = "The number of scenarios to run at once [default: the number of processors]",
    };

    static readonly Option<string?> JUnit = new("--junit") { HelpName = "FILE", Description = "Write the results as JUnit XML" };
    static readonly Option<string?> Trx = new("--trx") { HelpName = "FILE", Description = "Write the results as TRX" };

    static TestCommand()
    {
        Parallel.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 1000))
            {
                result.AddError($"--parallel: '{token.Value}' must be a number, at least 1.");
            }
        });
    }

    public static Command Create()
    {
        var command = new Command("test", "Run the scenarios of a plugin: simulated runs with expected results")
        {
            Paths, Update, Filter, Parallel, JUnit, Trx, BuildCommandOptions.Form, JsonOption.Findings,
        };
        command.SetAction(RunAsync);
        return command;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = Directory.GetCurrentDirectory();
        var paths = parsed.GetValue(Paths) is { Length: > 0 } given ? given : ["."];
        if (parsed.GetValue(Paths) is not { Length: > 0 } && PluginFiles.IsNew(folder))
        {
            throw new UsageException($"There is no plugin in this folder. {PluginFiles.CreateHint}");
        }

        var filter = parsed.GetValue(Filter);
        Scenario[] scenarios = [.. paths.SelectMany(ScenarioReader.Read)
            .DistinctBy(scenario => Path.GetFullPath(scenario.File))
            .Where(scenario => filter is null || scenario.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))];
        if (scenarios.Length == 0) throw new UsageException($"--filter: no scenario's name contains '{filter}'.");

        var start = TimeProvider.System.GetUtcNow();
        await using var manifests = await ScenarioManifests.MakeAsync(
            scenarios.Where(scenario => scenario.Skip is null), FormChoice.Parse(parsed.GetValue(BuildCommandOptions.Form), native: null),
            SimulateCommand.ReadAsync, cancellationToken);
        if (manifests is null) return ExitCodes.UsedWrongly;

        var results = new ScenarioResult[scenarios.Length];
        var next = 0;
        var shown = new Lock();
        await System.Threading.Tasks.Parallel.ForEachAsync(
            Enumerable.Range(0, scenarios.Length),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = parsed.GetValue(Parallel)
                ?? Environment.ProcessorCount,
                CancellationToken = cancellationToken
            },
            async (index, stop) =>
            {
                var result = await RunAsync(scenarios[index], manifests, parsed.GetValue(Update), stop);
                lock (shown)
                {
                    results[index] = result;
                    // In the order of their names, whoever is first.
                    if (parsed.GetValue(JsonOption.Findings)) return;
                    for (; next < results.Length && results[next] is { } done; next++) Console.Out.Write(ScenarioText.Of(done));
                }
            });

        Console.Out.Write(parsed.GetValue(JsonOption.Findings)
            ? JsonFinding.Write(results.SelectMany(Findings)) : ScenarioText.Summary(results));
        if (parsed.GetValue(JUnit) is { } junit) Write(junit, folder, ScenarioXml.JUnit(results), "--junit");
        if (parsed.GetValue(Trx) is { } trx) Write(trx, folder, ScenarioXml.Trx(results, start, TimeProvider.System.GetUtcNow()), "--trx");
        return results.All(result => result.Differences.Count == 0) ? ExitCodes.Done : ExitCodes.Failed;
    }

    static async Task<ScenarioResult> RunAsync(
        Scenario scenario, ScenarioManifests manifests, bool updates, CancellationToken cancellationToken)
    {
        if (scenario.Skip is not null) return new ScenarioResult(scenario, [], TimeSpan.Zero);

        var start = Stopwatch.GetTimestamp();
        try
        {
            var (result, exitCode, output) = await new ScenarioRun(scenario, manifests.Of(scenario)).RunAsync(cancellationToken);
            if (result is null)
            {
                return new ScenarioResult(
                    scenario, [$"{scenario.File}: there was no run; simulate ended with exit code {exitCode}."],
                    Stopwatch.GetElapsedTime(start))
                { Output = output };
            }

            List<string> differences = [.. ScenarioCheck.Differences(scenario, result, exitCode)];
            var isUpdated = false;
            if (scenario.HasSnapshot)
            {
                var actual = ScenarioSnapshot.Of(result, manifests.Of(scenario));
                if (updates) isUpdated = ScenarioSnapshot.Update(scenario, actual);
                else if (ScenarioSnapshot.Compare(scenario, actual) is { } difference) differences.Add($"{scenario.File}: {difference}");
            }

            return new ScenarioResult(scenario, differences, Stopwatch.GetElapsedTime(start))
            {
                Output = output,
                Cause = result["cause"]?.GetValue<string>(),
                IsUpdated = isUpdated,
            };
        }
        catch (Exception e) when (e is UsageException or IOException)
        {
            return new ScenarioResult(scenario, [e.Message], Stopwatch.GetElapsedTime(start));
        }
    }

    static IEnumerable<JsonFinding> Findings(ScenarioResult result) => result.Differences.Select(
        difference => new JsonFinding { Severity = "error", File = result.Scenario.File, Message = difference });

    static void Write(string path, string folder, string text, string option)
    {
        try
        {
            AtomicFile.WriteInRepository(Path.GetFullPath(path, folder), text, isPrivate: false);
        }
        catch (IOException e)
        {
            throw new UsageException($"{option}: {e.Message}");
        }
    }
}
