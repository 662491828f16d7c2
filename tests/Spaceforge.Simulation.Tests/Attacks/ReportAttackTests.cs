namespace Spaceforge.Simulation.Tests.Attacks;

/// <summary>The report and JSON of a run.</summary>
public sealed class ReportAttackTests : IDisposable
{
    const string Secret = "hunter2-of-the-stack";

    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Fact]
    [Attack("other users of the machine", "reads a run's report and JSON, which contain values of --env",
        "only the user can read them, and the values are masked")]
    public async Task Report_and_JSON_are_private_and_masked()
    {
        _simulated.Write(new PluginManifest("one")
            .Context("one", ("before_init", $"echo \"$GIVEN\"; echo \"$GIVEN\" >\"name-$GIVEN\" # {Secret}")));
        var report = _simulated.Folder.Write("report.html", "An older one");
        File.SetUnixFileMode(report, (UnixFileMode)0b110_100_100);
        var result = await _simulated.RunAsync(0, "one.yaml", "--env", $"GIVEN={Secret}", "--report", "report.html");
        Assert.Equal("*****", Assert.Single(result.Log));
        foreach (var file in (string[])["report.html", "result.json"])
        {
            Assert.DoesNotContain(Secret, await File.ReadAllTextAsync(
                _simulated.Folder.PathOf(file), TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_simulated.Folder.PathOf(file)));
        }
    }

    [Theory]
    [InlineData("missing/report.html", "the folder of 'missing/report.html' does not exist")]
    [InlineData(".", "'.' is a folder")]
    [InlineData("/proc/report.html", "'/proc/report.html' cannot be written")]
    [Attack("fault", "a report path whose folder is missing, or that is a folder", "it is reported before the run, with exit code 2")]
    public async Task A_report_that_cannot_be_written_is_reported_before_the_run(string path, string message)
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", "echo ran")));
        var outcome = (await _simulated.Tool.RunAsync("simulate", "one.yaml", "--report", path)).ShouldExit(2);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ran", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("author", "20,000 masks, one per log line", "they are processed in time; beyond a limit, the log is not shown")]
    public async Task Many_masks_are_taken_and_have_an_end()
    {
        _simulated.Write(new PluginManifest("one")
            .Context(
                "one",
                ("before_init", "i=0; while [ $i -lt 20000 ]; do echo \"::add-mask secret-$i\"; i=$((i+1)); done; echo secret-1 secret-19999")));
        var result = await _simulated.RunAsync(0, "one.yaml");
        Assert.DoesNotContain("secret-", result.Log[^1], StringComparison.Ordinal);
    }

    [Fact]
    [Attack("author", "escape sequences, line breaks and a workflow command in a manifest's name, version and hooks", "they are shown")]
    public async Task A_manifest_does_not_steer_the_terminal()
    {
        _simulated.Folder.Write("one.yaml", """
            name: "a\e]0;title\a\n::add-mask::b"
            version: "1\e[2J"
            description: d
            author: a
            contexts:
              - name_prefix: "c\e[1A"
                description: d
                hooks:
                  before_init: ["echo '\e[2Jx' ; printf '\\033]0;title\\007\\r::error file=a::b\\n'"]
            """);
        var outcome = await _simulated.Tool.RunAsync("simulate", "one.yaml");
        var all = outcome.Output + outcome.Error;
        Assert.DoesNotContain('\e', all);
        Assert.DoesNotContain('\a', all);
        Assert.DoesNotContain(all.Split('\n'), line => line.TrimStart().StartsWith("::", StringComparison.Ordinal));
        Assert.Contains("\\u001b", all, StringComparison.Ordinal);
    }
}
