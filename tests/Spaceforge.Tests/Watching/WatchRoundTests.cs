using System.Globalization;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Commands;
using Spaceforge.Cli.Simulating;
using Spaceforge.Cli.Watching;

namespace Spaceforge.Tests.Watching;

/// <summary>The rounds of <c>spaceforge watch</c>, in this process.</summary>
[Collection(nameof(Alone))]
public sealed class WatchRoundTests : IDisposable
{
    const int Sequences = 100;
    const int Seed = 20_261_129;

    static readonly string[] Texts =
    [
        "name: a\nversion: 1.0.0\ndescription: ''\nauthor: me\n",
        "name: a\nversion: 1.0.0\ndescription: ''\nauthor: me\nparamters: []\n",
        "name: a\nversion: 1.0.0\n",
        "name: [\n",
        "",
        "name: a\nversion: 1.0.0\ndescription: ''\nauthor: me\ncontexts: [{name_prefix: a, description: '', env: [{key: '1', value: x}]}]\n",
    ];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_hundred_random_edit_sequences_end_with_the_state_of_a_fresh_run()
    {
        var random = new Random(Seed);
        var plugin = _folder.Write("plugin.yaml", Texts[0]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var files = new WatchedFiles();
        var log = new RoundLog(TimeProvider.System);
        var options = new WatchOptions(_folder.Path, FormChoice.OfPlugin);
        var round = new WatchRound(plugin, options, files, log);
        round.Watch();
        var watching = WatchCommand.LoopAsync(round, files, _folder.Path, stop.Token);
        var kinds = SaveKinds.All.Values.ToArray();
        long before = 0;
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            for (var edit = random.Next(1, 5); edit > 0; edit--)
            {
                switch (random.Next(8))
                {
                    case 0:
                        File.Delete(plugin);
                        break;
                    case 1:
                        if (File.Exists(plugin)) File.SetLastWriteTimeUtc(plugin, DateTime.UtcNow);
                        break;
                    case 2:
                        _folder.Write($"obj/{random.Next()}.json", "{}");
                        break;
                    default:
                        kinds[random.Next(kinds.Length)](plugin, Texts[random.Next(Texts.Length)]);
                        break;
                }

                // Into the middle of a round, or after it.
                await Task.Delay(random.Next(3) * 25, TestContext.Current.CancellationToken);
            }

            var fresh = await FreshAsync(plugin, options);
            await Wait.UntilAsync(() => State(log) == fresh, $"the state of a fresh run after sequence {sequence} of seed {Seed}: {fresh}");
            if (sequence == Sequences / 2) before = GC.GetTotalMemory(forceFullCollection: true);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, before + 4_000_000);
        Assert.InRange(log.Rounds.Count, 1, 20);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.ForAsync(watching, "the end"));
    }

    [Fact]
    public async Task Saves_leave_nothing_behind()
    {
        // An hour of somebody who saves all the time: SPACEFORGE_TEST_SAVES=1500.
        var saves = int.Parse(Environment.GetEnvironmentVariable("SPACEFORGE_TEST_SAVES") ?? "20", CultureInfo.InvariantCulture);
        var plugin = _folder.Write("plugin.yaml", Text(0));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var files = new WatchedFiles();
        var log = new RoundLog(TimeProvider.System);
        var options = new WatchOptions(_folder.Path, FormChoice.OfPlugin) { Serves = true, Simulation = new SimulationOptions() };
        await using var round = new WatchRound(plugin, options, files, log);
        using var page = new WatchPage(log, "Watching plugin.yaml");
        using var client = new HttpClient();
        round.Watch();
        var watching = WatchCommand.LoopAsync(round, files, _folder.Path, stop.Token);
        await EndAsync(0);
        var before = Kept.Now();
        for (var save = 1; save <= saves; save++)
        {
            _folder.Write($"folder-{save % 5}/notes.txt", $"{save}");
            SaveKinds.All.Values.ElementAt(save % SaveKinds.All.Count)(plugin, Text(save));
            await EndAsync(save);
            _ = await client.GetStringAsync($"{page.Address}rounds?after=0", TestContext.Current.CancellationToken);
            if (save % 5 == 0) Directory.Delete(_folder.PathOf("folder-0"), recursive: true);
            // What is made once is there by now.
            if (save == saves / 2) before = Kept.Now();
        }

        var after = Kept.Now();
        TestContext.Current.SendDiagnosticMessage($"{saves} saves: {before}, then {after}");
        Assert.InRange(after.Memory, 0, before.Memory + 2_000_000);
        // The next run's folders are open, or not yet; connections and threads that wait come and go.
        Assert.InRange(after.Descriptors, 1, before.Descriptors + 10);
        Assert.InRange(after.Threads, 1, before.Threads + 10);
        Assert.InRange(after.Watches, 1, before.Watches + 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait.ForAsync(watching, "the end"));

        string Text(int save) => $"name: a\nversion: 1.0.{save}\ndescription: ''\nauthor: me\n"
            + "contexts: [{name_prefix: a, description: '', hooks: {before_init: ['true']}}]\n";

        // The title of the report has the version.
        Task EndAsync(int save) => Wait.UntilAsync(
            () => log.Rounds is [{ IsDone: true }, ..] && log.Report.Text is { } report
                && report.Contains($"<title>FINISHED: a 1.0.{save}</title>", StringComparison.Ordinal),
            $"the round of save {save}");
    }

    static async Task<string> FreshAsync(string plugin, WatchOptions options)
    {
        using var files = new WatchedFiles();
        var log = new RoundLog(TimeProvider.System);
        await new WatchRound(plugin, options, files, log).RunAsync("fresh", TestContext.Current.CancellationToken);
        return State(log);
    }

    static string State(RoundLog log) => log.Rounds is [{ IsDone: true } last, ..]
        ? string.Join('\n', last.Steps.Select(
            step => $"{step.Name} {step.Outcome} {step.Note}\n{string.Join('\n', step.Lines.Select(line => line.Text))}"))
        : "";

    /// <summary>What a process has that must not grow.</summary>
    /// <param name="Memory">Bytes that are still used after a collection.</param>
    /// <param name="Watches">Folders that the kernel watches.</param>
    sealed record Kept(long Memory, int Descriptors, int Threads, int Watches)
    {
        public static Kept Now() => new(
            GC.GetTotalMemory(forceFullCollection: true),
            Directory.GetFiles("/proc/self/fd").Length,
            Directory.GetDirectories("/proc/self/task").Length,
            Directory.GetFiles("/proc/self/fdinfo").Sum(Watched));

        static int Watched(string descriptor)
        {
            try
            {
                return File.ReadLines(descriptor).Count(line => line.StartsWith("inotify wd:", StringComparison.Ordinal));
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }
}
