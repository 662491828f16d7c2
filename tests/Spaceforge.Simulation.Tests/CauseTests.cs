using System.Text.Json.Nodes;

namespace Spaceforge.Simulation.Tests;

/// <summary>Why a run failed, as the last line of the output and in the results.</summary>
public sealed class CauseTests : IDisposable
{
    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Theory]
    [InlineData("failed with exit code 7 and printed nothing.", "exit 7")]
    [InlineData("failed with exit code 2: 3 findings", "echo checking; echo '3 findings' >&2; exit 2")]
    [InlineData("failed with exit code 127 (a program was not found): no-such-program: not found", "no-such-program")]
    [InlineData("failed with exit code 137 (killed, SIGKILL)", "sh -c 'kill -9 $$'")]
    [InlineData("was killed: it printed nothing for 5 seconds; Spacelift ends such a run.", "sleep 20")]
    [InlineData("failed with exit code 1: the key ***** is wrong", "echo \"the key $KEY is wrong\"; exit 1")]
    public async Task A_hook_that_fails_is_the_cause(string expected, string command)
    {
        var env = new JsonObject { ["env"] = new JsonArray(new JsonObject { ["key"] = "KEY", ["value_from_parameter"] = "key" }) };
        _simulated.Write(new PluginManifest("one").Parameter("key", sensitive: true).Context(
            "ctx", env, ("before_plan", command), ("after_run", "echo the end; exit 9")));
        _simulated.Tool.Variables["KEY"] = "hidden-value";
        var cause = await CauseAsync(1, command.StartsWith("sleep", StringComparison.Ordinal) ? ["--silence-limit", "5s"] : []);
        Assert.StartsWith($"before_plan of one (ctx) {expected}", cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_failure_there_is_none()
    {
        _simulated.Write(new PluginManifest("one").Context("ctx", ("after_plan", "echo fine")));
        Assert.Null(await CauseAsync(0));
        Assert.EndsWith($"\nReport: {_simulated.Folder.PathOf("report.html")}\n", _simulated.Last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_that_cannot_read_a_hook_is_the_cause()
    {
        _simulated.Write(new PluginManifest("one").Context("ctx", ("before_init", "if true; then echo")));
        Assert.StartsWith(
            "The shell cannot read the commands of the phase: before_init of one (ctx): ", await CauseAsync(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_denies_is_the_cause_with_its_text()
    {
        _simulated.Write(new PluginManifest("one").Context("ctx", ("after_run", "exit 3")).Policy("strict", "PLAN", "REGO_V1", """
            package spacelift

            deny contains "first reason"

            deny contains "second reason"
            """));
        Assert.Equal("Denied by the plan policy 'strict': first reason (and 1 more)", await CauseAsync(1));
    }

    [Fact]
    public async Task A_failed_run_shows_the_policy_input_that_it_left()
    {
        _simulated.Write(new PluginManifest("one").Context(
            "ctx", ("after_plan", "echo '{\"total\": 3}' >scan.custom.spacelift.json; echo '3 findings'; exit 1")));
        await CauseAsync(1);
        Assert.Equal(3, _result.Json.GetProperty("policy_input").GetProperty("scan").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_a_run_waits_for_is_the_last_line()
    {
        _simulated.Write(new PluginManifest("one").Context("ctx", ("after_plan", "true")).Policy("two", "APPROVAL", "REGO_V1", """
            package spacelift

            approve if count(input.reviews.current.approvals) > 1
            """));
        Assert.Equal("The run waits for approval in the state QUEUED: answer with --approve or --reject.", await CauseAsync(3));
    }

    [Fact]
    public async Task A_run_without_a_phase_is_never_silent()
    {
        _simulated.Write(new PluginManifest("one").Context("ctx", ("after_plan", "true")).Policy("two", "APPROVAL", "REGO_V1", """
            package spacelift

            reject if true
            """));
        // What was written is listed at the end: the limit is shorter than the machine has been running.
        _simulated.Tool.Provide("find", "sleep 0.3; PATH=${PATH#*:}; exec find \"$@\"");
        await CauseAsync(1, "--silence-limit", "20s");
        Assert.DoesNotContain("printed nothing", _simulated.Last.Output, StringComparison.Ordinal);
    }

    RunResult _result = null!;

    async Task<string?> CauseAsync(int exitCode, params string[] arguments)
    {
        _result = await _simulated.RunAsync(exitCode, ["one.yaml", "--report", "report.html", .. arguments]);
        var cause = _result.Json.GetProperty("cause").GetString();
        if (cause is not null) Assert.EndsWith($"{cause}\n", _simulated.Last.Output, StringComparison.Ordinal);
        return cause;
    }
}
