using Spaceforge.Cli.Building;
using Spaceforge.Cli.Commands;
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
}
