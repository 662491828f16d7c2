using System.Globalization;

namespace Spaceforge.Simulation.Tests.Attacks;

/// <summary>Scenarios of strangers, which <c>spaceforge test</c> runs.</summary>
public sealed class ScenarioAttackTests : Attacked
{
    const string Ends = "expect: {state: FINISHED}";

    string Checkout => Simulated.Folder.PathOf("repository");

    string Plugin => Simulated.Folder.PathOf("repository", "plugin");

    [Fact]
    public async Task Files_are_not_written_through_the_source()
    {
        Make(
            ("file", $"run: {{source: ../../source, files: {{link: new, fifo: new}}}}\n{Ends}"),
            ("folder", $"run: {{source: ../../source, files: {{way/new: new}}}}\n{Ends}"));
        await ShellAsync(
            $"mkdir \"$1/source\" && cd \"$1/source\" && ln -s '{Victim}' link && ln -s '{Outside}' way && mkfifo fifo", Checkout);
        Assert.Contains("scenarios/folder.yaml", Failed(await TestAsync(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_are_for_hooks_alone()
    {
        var names = "cat cp dirname dotnet env find git kill ln mkdir mkfifo mktemp mount nsenter pivot_root ps readlink rm sed setpriv setsid sh tar umount unshare";
        var commands = string.Join(", ", names.Split(' ').Append("scanner")
            .Select(name => $"{name}: \"/bin/echo {name} >>'{Victim}'; /bin/echo mine\""));
        Make(("commands", $"run: {{source: .., commands: {{{commands}}}}}\nexpect: {{log: [mine]}}"));
        await TestAsync(0);
    }

    [Fact]
    public async Task Paths_stay_in_the_repository()
    {
        var up = string.Concat(Enumerable.Repeat("../", 12));
        Make(
            ("source", $"run: {{source: {up}etc}}\n{Ends}"),
            ("plan", $"run: {{plan: {up}etc/passwd}}\n{Ends}"),
            ("device", $"run: {{plan: {up}dev/stdin}}\n{Ends}"),
            ("answers", $"run: {{api: {up}etc/passwd}}\n{Ends}"),
            ("policy", $"run: {{policies: [{up}etc/passwd]}}\n{Ends}"),
            ("link", $"run: {{source: ../../away}}\n{Ends}"),
            ("inner", $"run: {{policies: [../../away/victim]}}\n{Ends}"));
        await ShellAsync($"ln -s '{Outside}' \"$1/away\"", Checkout);
        var outcome = await TestAsync(1);
        Assert.Equal(7, outcome.Output.Split("a scenario may only use files in its repository").Length - 1);
        Assert.DoesNotContain("root:", outcome.Output, StringComparison.Ordinal);

        await ShellAsync("rm \"$1\"/*", Path.Combine(Plugin, "scenarios"));
        Make(("plugin", $"plugin: ../../away/victim\n{Ends}"));
        Assert.Contains("may only use files in its repository", (await TestAsync(2)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshots_are_not_led_out()
    {
        Make(("a", "run: {}\nsnapshot: true"), ("b", "run: {}\nsnapshot: true"), ("c", "run: {}\nsnapshot: true"));
        await ShellAsync(
            $"cd \"$1\" && ln -s '{Victim}' a.snapshot.json && ln -s '{Outside}/new' b.snapshot.json && mkfifo c.snapshot.json",
            Path.Combine(Plugin, "scenarios"));
        await TestAsync(1, "--update");
        await ShellAsync($"mv \"$1/scenarios\" \"$1/other\" && ln -s '{Outside}' \"$1/scenarios\"", Plugin);
        Assert.Contains("leads out of", (await TestAsync(2, "--update")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenarios_have_limits()
    {
        var patterns = string.Join(", ", Enumerable.Range(0, 500).Select(i => $"{{matches: \"^b{i}|{new string('a', i % 9)}(a|aa)+$\"}}"));
        Make(
            ("pattern", $"run: {{phases: {{init: \"echo {new string('a', 28)}!\"}}}}\nexpect: {{log: [{patterns}]}}"),
            ("long", $"run: {{environment: {{A: {new string('x', 200_000)}}}}}\n{Ends}"),
            ("nul", $"run: {{environment: {{A: \"a\\0b\"}}}}\n{Ends}"),
            ("snapshot", "run: {phases: {init: seq 1 50000}}\nsnapshot: true"));
        Simulated.Folder.Write(
            "repository/plugin/scenarios/snapshot.snapshot.json",
            string.Join('\n', Enumerable.Range(0, 400_000).Select(i => (i * 7919L % 400_009).ToString(CultureInfo.InvariantCulture))));
        var outcome = await TestAsync(1);
        Assert.Contains("0 passed, 4 failed", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("takes too long", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("a NUL character", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("are too long", outcome.Output, StringComparison.Ordinal);
        Assert.InRange(outcome.Output.Length, 1, 100_000);
    }

    [Theory]
    [InlineData("run: {environment: {? [a] : 1, ? [b] : 2}}\nexpect: {state: FINISHED}", "a key must be a string, not a list")]
    [InlineData("run: {}\nexpect: {outputs: {? {a: 1} : 1}}", "a key must be a string, not a mapping")]
    [InlineData("run: {environment: {a: 1, !x a: 2}}\nexpect: {state: FINISHED}", "uplicate key")]
    [InlineData("run: {}\nexpect: {}", "is empty, so it passes whatever happens")]
    [InlineData("run: {}\nexpect: {outputs: {}}", "is empty, so it passes whatever happens")]
    [InlineData("DEEP", "more than 32 levels")]
    [InlineData("LONG", "more than 20000000 characters")]
    public async Task What_is_no_scenario_is_refused(string text, string message)
    {
        var deep = Enumerable.Range(0, 110)
            .Select(i => $"  - &d{i} {new string('[', 20)}{(i == 0 ? "x" : $"*d{i - 1}")}{new string(']', 20)}\n");
        var texts = Enumerable.Range(0, 2_000).Select(i => $"  b{i}: *a\n");
        text = text.Replace("DEEP", $"run:\n  labels:\n{string.Concat(deep)}{Ends}", StringComparison.Ordinal)
            .Replace("LONG", $"run:\n files:\n  a: &a {new string('x', 500_000)}\n{string.Concat(texts)}{Ends}", StringComparison.Ordinal);
        Make(("a", text));
        Assert.Contains(message, (await TestAsync(2)).Error, StringComparison.Ordinal);
    }

    void Make(params (string Name, string Text)[] scenarios)
    {
        Simulated.Folder.Write("repository/.git/HEAD", "ref: refs/heads/main\n");
        Simulated.Folder.Write(
            "repository/plugin/plugin.yaml",
            new PluginManifest("one").Context("one", ("after_init", "scanner 2>/dev/null || true")).ToString());
        foreach (var (name, text) in scenarios) Simulated.Folder.Write($"repository/plugin/scenarios/{name}.yaml", $"{text}\n");
    }

    async Task<Outcome> TestAsync(int exitCode, params string[] more)
    {
        string[] arguments = ["-k", "5", "120", Repository.PathOf("spaceforge"), "test", "repository/plugin", .. more];
        var outcome = (await new CommandLine("timeout", arguments)
        {
            Folder = Simulated.Folder.Path,
            Variables = Simulated.Tool.Variables,
        }.RunAsync()).ShouldExit(exitCode);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        return outcome;
    }

    static string Failed(Outcome outcome) =>
        string.Join('\n', outcome.Output.Split('\n').Where(line => line.StartsWith("FAILED", StringComparison.Ordinal)));
}
