using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit.Sdk;

namespace Spaceforge.Simulation.Tests.Watching;

/// <summary>Random edits of a plugin with policy tests, scenarios and a simulated run.</summary>
public sealed partial class WatchSequenceTests : IDisposable
{
    // Each takes a few seconds. SPACEFORGE_TEST_SEQUENCES and SPACEFORGE_TEST_SEED change them.
    const int Sequences = 2;
    const int Seed = 20_261_129;
    const string Hook = "Console.WriteLine(\"one\");";

    static readonly string Plugin = PluginText.With(Hook);

    static readonly (string File, string[] Texts)[] Files =
    [
        ("plugin.cs",
        [
            Plugin,
            Plugin.Replace("\"one\"", "\"two\"", StringComparison.Ordinal),
            Plugin.Replace("\"my-plugin\";", "\"my-plugin\"; public override string Author => \"me\";", StringComparison.Ordinal),
            Plugin.Replace(Hook, "throw new PluginFailedException(\"not today\");", StringComparison.Ordinal),
            Plugin.Replace(Hook, "Console.WriteLine(missing);", StringComparison.Ordinal),
            Plugin.Replace("\"my-plugin\"", "\"\"", StringComparison.Ordinal),
        ]),
        ("policies/a_test.rego",
        [
            "package a\n\ntest_x if true\n", "package a\n\ntest_x if 1 == 2\n", "package a\n\ntest_x if {\n",
        ]),
        ("scenarios/one.yaml",
        [
            "description: a\nexpect:\n  state: FINISHED\n", "description: a\nexpect:\n  state: FAILED\n", "description: a\nexpected: {}\n",
        ]),
    ];

    readonly Tool _tool = new();
    readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _tool.Dispose();
    }

    [Fact]
    public async Task A_sequence_ends_with_the_state_of_a_fresh_run()
    {
        var seed = Number("SPACEFORGE_TEST_SEED") ?? Seed;
        var random = new Random(seed);
        foreach (var (file, texts) in Files) _tool.Folder.Write(file, texts[0]);
        using var watch = Start();
        await watch.EndsAsync(1);
        var address = await watch.AddressAsync();
        for (var sequence = 0; sequence < (Number("SPACEFORGE_TEST_SEQUENCES") ?? Sequences); sequence++)
        {
            for (var edit = random.Next(1, 5); edit > 0; edit--)
            {
                Edit(random);
                // Into the middle of a round, or after it.
                await Task.Delay(random.Next(4) * random.Next(300), TestContext.Current.CancellationToken);
            }

            var what = $"the state of a fresh run after sequence {sequence} of seed {seed}";
            var fresh = await FreshAsync();
            try
            {
                await Wait.UntilAsync(() => State(address) == fresh, what, TimeSpan.FromMinutes(5));
            }
            catch (XunitException)
            {
                Assert.Equal(fresh, State(address));
                throw;
            }
        }
    }

    void Edit(Random random)
    {
        var (file, texts) = Files[random.Next(Files.Length)];
        var path = _tool.Folder.PathOf(file.Split('/'));
        switch (random.Next(8))
        {
            case 0 when file != "plugin.cs":
                File.Delete(path);
                break;
            case 1 when File.Exists(path):
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
                break;
            case 2:
                _tool.Folder.Write($"obj/{random.Next()}.json", "{}");
                break;
            default:
                var kinds = SaveKinds.All.Values.ToArray();
                kinds[random.Next(kinds.Length)](path, texts[random.Next(texts.Length)]);
                break;
        }
    }

    async Task<string> FreshAsync()
    {
        using var fresh = Start();
        await fresh.EndsAsync(1);
        var state = State(await fresh.AddressAsync());
        await WatchProcess.SignalAsync("TERM", $"{fresh.Id}");
        Assert.Equal(143, await fresh.ExitAsync());
        return state;
    }

    WatchProcess Start() => new(_tool.Command("watch", "plugin.cs", "--simulate", "--serve"));

    /// <summary>All that the page shows of the last round, the report, and the manifest; without times.</summary>
    string State(Uri address)
    {
        var page = JsonNode.Parse(Get($"{address}rounds?after=0"))!;
        var round = page["rounds"]![0]!;
        if ($"{round["outcome"]}" is "running" or "stopped") return $"{round["outcome"]}";

        var steps = round["steps"]!.AsArray().Select(step => $"{step!["name"]} {step["outcome"]} {Rest(step)}");
        // That of an earlier round stays, and is called so.
        var report = $"{page["report"]}" == $"{round["number"]}" ? Data().Match(Get($"{address}report?number={page["report"]}")).Value : "";
        var manifest = _tool.Folder.PathOf("plugin.yaml");
        return Times().Replace(
            $"{round["outcome"]}\n{string.Join('\n', steps)}\n{report}\n{(File.Exists(manifest) ? File.ReadAllText(manifest) : "")}",
            "TIME");
    }

    // What a manifest has changed from is no state.
    static string Rest(JsonNode step) => ($"{step["name"]}", $"{step["outcome"]}") == ("generate", "passed")
        ? "" : $"{step["note"]}\n{string.Join('\n', step["lines"]!.AsArray().Select(line => line![0]))}";

    string Get(string address)
    {
        using var answer = _client.Send(new HttpRequestMessage(HttpMethod.Get, address), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(answer.Content.ReadAsStream(TestContext.Current.CancellationToken));
        return reader.ReadToEnd();
    }

    static int? Number(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    // The result, from which the report's script makes all that it shows.
    [GeneratedRegex(@"\{""plugins"".*\}")]
    private static partial Regex Data();

    [GeneratedRegex(@"""(?:date|seconds|start)"":[^,}]*|\b[0-9]+(?:\.[0-9]+)? ?m?s\b|\b\d\d:\d\d:\d\d(?:\.\d+)?\b|\b[0-9]+\.[0-9]+\b(?= seconds)")]
    private static partial Regex Times();
}
