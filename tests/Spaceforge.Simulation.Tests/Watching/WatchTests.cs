using System.Text.Json;

namespace Spaceforge.Simulation.Tests.Watching;

/// <summary><c>spaceforge watch</c> as an author uses it.</summary>
public sealed class WatchTests : IDisposable
{
    const string Plugin = """
        #:package Spaceforge@1.0.0
        using Spaceforge;

        return await SpaceforgePlugin.RunAsync<Watched>(args);

        sealed class Watched : SpaceforgePlugin
        {
            public override string Name => "watched";

            protected override Task AfterInitAsync(CancellationToken cancellationToken)
            {
                Console.WriteLine("hook one");
                return Task.CompletedTask;
            }
        }

        """;

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_plugin_of_one_file_is_broken_and_repaired_with_a_simulation_after_each_save()
    {
        _tool.Folder.Write("plugin.cs", Plugin);
        using var watch = new WatchProcess(_tool.Command("watch", "--simulate"));
        var first = await watch.EndsAsync(1);
        Assert.Contains("wrote plugin.yaml", first, StringComparison.Ordinal);
        Assert.Matches("simulate +ok .*FINISHED", first);
        Assert.Contains("there is no project in 'tests'", first, StringComparison.Ordinal);

        Write("Task.CompletedTask", "Task.Completed");
        var broken = await watch.EndsAsync(2);
        Assert.Matches(@"^plugin\.cs\n  generate +failed", broken);
        Assert.Contains("CS0117", broken, StringComparison.Ordinal);
        Assert.Matches("simulate +skipped +generate failed", broken);

        Write("return Task.CompletedTask", "throw new PluginFailedException(\"not today\")");
        var failed = await watch.EndsAsync(3);
        Assert.Matches("generate +ok .*changed", failed);
        Assert.Matches("simulate +failed .*FAILED", failed);
        Assert.Contains("not today", failed, StringComparison.Ordinal);

        Write("\"watched\";", "\"watched\";\n    public override string Author => \"me\";");
        var repaired = await watch.EndsAsync(4);
        Assert.Contains("plugin.yaml changed", repaired, StringComparison.Ordinal);
        Assert.Matches("(?m)^ +[+].*author: \"?me", repaired);
        Assert.Matches("simulate +ok .*FINISHED", repaired);
        Assert.Contains(" passed (", repaired, StringComparison.Ordinal);

        await WatchProcess.SignalAsync("TERM", $"{watch.Id}");
        Assert.Equal(143, await watch.ExitAsync());
        // What the tool and the SDK wrote has started none.
        Assert.Equal(4, watch.Rounds);
    }

    [Fact]
    public async Task A_simulation_in_an_image_sees_its_files_again_and_again()
    {
        Needs.Root("Containers are made by root");
        Needs.Program("busybox");
        var image = await RunnerImage.BusyboxAsync();
        _tool.Folder.Write("plugin.yaml", Manifest("! git --version"));
        using var watch = new WatchProcess(_tool.Command("watch", "plugin.yaml", "--simulate", "--image", image.Folder));
        Assert.Matches("simulate +ok .*FINISHED", await watch.EndsAsync(1));
        // This one is warm.
        _tool.Folder.Write("plugin.yaml", Manifest("git --version"));
        Assert.Contains("git: not found", await watch.EndsAsync(2), StringComparison.Ordinal);
        _tool.Folder.Write("plugin.yaml", Manifest("[ \"$(id -u) $HOME\" = '1983 /home/spacelift' ] && [ ! -e /usr/share ]"));
        Assert.Matches("simulate +ok .*FINISHED", await watch.EndsAsync(3));
    }

    [Theory]
    [InlineData("instances", "inotify instances")]
    [InlineData("watches", "watched folders")]
    public async Task Without_events_of_the_kernel_it_looks_and_says_what_to_do(string limit, string what)
    {
        Needs.Root("A user namespace has limits of its own");
        _tool.Folder.Write("plugin.yaml", Manifest("true"));
        using var watch = new WatchProcess(_tool.Command("watch", "plugin.yaml") with
        {
            File = "unshare",
            Arguments =
            [
                "--user", "--map-root-user", "sh", "-c", "echo 0 >/proc/sys/user/max_inotify_$1 && exec \"$2\" watch plugin.yaml",
                "sh", limit, Repository.PathOf("spaceforge"),
            ],
        });
        Assert.Contains("start", await watch.EndsAsync(1), StringComparison.Ordinal);
        Assert.Contains($"warning: the system's limit of {what} is reached, so changes are looked for several times a second; "
            + $"raise it with: sudo sysctl fs.inotify.max_user_{limit}=", watch.Output, StringComparison.Ordinal);

        _tool.Folder.Write("plugin.yaml", Manifest("false"));
        Assert.Contains("plugin.yaml", await watch.EndsAsync(2), StringComparison.Ordinal);
        Assert.Single(watch.Output.Split("warning:").Skip(1));
    }

    [Fact]
    public async Task For_programs_each_round_is_a_line_with_its_findings()
    {
        _tool.Folder.Write("plugin.yaml", "name: one\nversion: 1.0.0\ndescription: ''\nauthor: me\nnames: []\n");
        var outcome = (await _tool.RunAsync("watch", "plugin.yaml", "--json", "--once")).ShouldExit(1);
        var round = JsonElement.Parse(Assert.Single(outcome.Output.TrimEnd('\n').Split('\n')));
        Assert.Equal("failed", round.GetProperty("outcome").GetString());
        var steps = round.GetProperty("steps").EnumerateArray().ToDictionary(step => step.GetProperty("name").GetString()!);
        Assert.Equal(["check", "policies", "scenarios", "tests"], steps.Keys);
        Assert.Equal("skipped", steps["policies"].GetProperty("outcome").GetString());
        Assert.Empty(steps["policies"].GetProperty("findings").EnumerateArray());
        var finding = Assert.Single(steps["check"].GetProperty("findings").EnumerateArray());
        Assert.Equal("SF1105", finding.GetProperty("code").GetString());
        Assert.Equal(5, finding.GetProperty("line").GetInt32());

        _tool.Folder.Write("plugin.yaml", Manifest("true"));
        _tool.Folder.Write("scenarios/one.yaml", "description: a\nexpect:\n  state: FAILED\n");
        outcome = (await _tool.RunAsync("watch", "plugin.yaml", "--json", "--once")).ShouldExit(1);
        round = JsonElement.Parse(outcome.Output);
        Assert.Equal("failed", round.GetProperty("outcome").GetString());
        Assert.Contains(round.GetProperty("steps").EnumerateArray(), step => step.GetProperty("name").GetString() == "scenarios"
            && step.GetProperty("findings").EnumerateArray().All(found => found.GetProperty("severity").GetString() == "error"));

        outcome = (await _tool.RunAsync("watch", "missing.yaml", "--json")).ShouldExit(2);
        var said = JsonElement.Parse(outcome.Output)[0].GetProperty("message").GetString();
        Assert.Contains("'missing.yaml' not found", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_when_nobody_reads_what_it_prints()
    {
        _tool.Folder.Write("plugin.yaml", Manifest("true"));
        var outcome = await new CommandLine(
            "sh", "-c", "{ \"$1\" watch plugin.yaml --serve; echo $? >code; } | head -n 1", "sh", Repository.PathOf("spaceforge"))
        {
            Folder = _tool.Folder.Path,
            Variables = _tool.Variables,
        }.RunAsync();
        outcome.ShouldExit(0);
        Assert.Equal("Watching plugin.yaml. Press Ctrl+C to stop.\n", outcome.Output);
        Assert.Contains("error: Standard output was closed.", outcome.Error, StringComparison.Ordinal);
        await Wait.UntilAsync(() => File.Exists(_tool.Folder.PathOf("code")), "the end");
        Assert.Equal("2\n", await File.ReadAllTextAsync(_tool.Folder.PathOf("code"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--image describes a simulation: add --simulate.", "plugin.yaml", "--image", "root")]
    [InlineData("--image: 'missing' not found.", "plugin.yaml", "--simulate", "--image", "missing")]
    [InlineData("--image cannot be used with --no-isolation", "plugin.yaml", "--simulate", "--no-isolation", "--image", "root")]
    [InlineData("Manifest 'missing.yaml' not found.", "missing.yaml")]
    public async Task What_cannot_be_watched_is_said_at_the_start(string error, params string[] arguments)
    {
        _tool.Folder.Write("plugin.yaml", Manifest("true"));
        var outcome = (await _tool.RunAsync(["watch", .. arguments])).ShouldExit(2);
        Assert.Contains(error, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    void Write(string old, string made) => _tool.Folder.Write("plugin.cs", Plugin.Replace(old, made, StringComparison.Ordinal));

    static string Manifest(string hook) => new PluginManifest("one").Context("one", ("before_init", hook)).ToString();
}
