namespace Spaceforge.Tests;

/// <summary>What tests themselves rely on: waits that end, and machines that lack something.</summary>
public sealed class TestingTests
{
    [Fact]
    public async Task A_wait_that_does_not_end_says_what_for()
    {
        var never = new TaskCompletionSource();
        var e = await Assert.ThrowsAnyAsync<Exception>(() => Wait.ForAsync(never.Task, "the moon", TimeSpan.Zero));
        Assert.Equal("Waited too long for the moon", e.Message);
    }

    [Fact]
    public async Task A_program_that_does_not_end_is_killed_and_what_it_said_is_shown()
    {
        using var folder = new TemporaryFolder();
        var pidFile = folder.PathOf("pid");
        var hanging = new CommandLine("sh", "-c", $"echo said; echo $$ >{pidFile}; sleep 600") { Limit = TimeSpan.FromSeconds(6) };
        var e = await Assert.ThrowsAnyAsync<Exception>(hanging.RunAsync);
        Assert.StartsWith("Waited too long for the end of 'sh -c ", e.Message, StringComparison.Ordinal);
        Assert.Contains("\nsaid\n", e.Message, StringComparison.Ordinal);
        var pid = (await File.ReadAllTextAsync(pidFile, TestContext.Current.CancellationToken)).Trim();
        await Wait.UntilAsync(() => !Directory.Exists($"/proc/{pid}"), "the end of the killed program");
    }

    [Theory]
    [InlineData("ci", false)]
    [InlineData(null, true)]
    public async Task What_is_missing_fails_in_ci_and_skips_elsewhere(string? where, bool skips)
    {
        var test = new CommandLine("dotnet", "exec", typeof(TestingTests).Assembly.Location,
            "-noColor", "-method", "*TestingTests.This_machine_has_no_such_program")
        {
            Variables = new Dictionary<string, string?> { ["SPACEFORGE_TESTS"] = where, ["SPACEFORGE_TEST_PROGRAM"] = "no-such-program" },
        };
        var outcome = (await test.RunAsync()).ShouldExit(skips ? 0 : 1);
        Assert.Contains("no-such-program", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(skips ? "Failed: 0, Skipped: 1" : "Failed: 1, Skipped: 0", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_machine_has_no_such_program() =>
        (await new CommandLine(Environment.GetEnvironmentVariable("SPACEFORGE_TEST_PROGRAM") ?? "true").RunAsync()).ShouldExit(0);

    [Theory]
    [InlineData("listens", "Waited too long for nothing in particular")]
    [InlineData("does not", "This_one_hangs(how: \"does not\") [FAIL]")]
    public async Task A_test_that_hangs_is_ended_and_named(string how, string said)
    {
        var test = new CommandLine(
            "dotnet", "exec", typeof(TestingTests).Assembly.Location, "-noColor", "-method", "*TestingTests.This_one_hangs")
        {
            Variables = new Dictionary<string, string?> { ["SPACEFORGE_TEST_SECONDS"] = "2", ["SPACEFORGE_TEST_HANGS"] = how },
        };
        Assert.Contains(said, (await test.RunAsync()).ShouldExit(1).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("listens")]
    [InlineData("does not")]
    public async Task This_one_hangs(string how)
    {
        if (Environment.GetEnvironmentVariable("SPACEFORGE_TEST_HANGS") != how) return;

        var never = new TaskCompletionSource();
        if (how == "listens") await Wait.ForAsync(never.Task, "nothing in particular");
        // Not even its own cancellation ends it.
        else await never.Task;
    }
}
