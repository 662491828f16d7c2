namespace Spaceforge.Simulation.Tests;

/// <summary>The order of hooks, and the effects of a failing one, as in sections 1 and 2 of the platform's description.</summary>
public sealed class RunOrderTests : IDisposable
{
    static readonly string[] Hooks =
    [
        "before_init", "after_init", "before_plan", "after_plan", "before_apply", "after_apply",
        "before_perform", "after_perform", "before_destroy", "after_destroy", "after_run",
    ];

    static readonly string[] Commands =
        [.. new[] { "init", "plan", "apply", "perform", "destroy" }.SelectMany(phase => (string[])["--phase", $"{phase}=echo {phase}"])];

    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Theory]
    [InlineData("proposed", "before_init init after_init before_plan plan after_plan after_run")]
    [InlineData("tracked", "before_init init after_init before_plan plan after_plan before_apply apply after_apply after_run")]
    [InlineData("task", "before_init init after_init before_perform perform after_perform after_run")]
    [InlineData(
        "testing",
        "before_init init after_init before_plan plan after_plan before_apply apply after_apply before_destroy destroy after_destroy after_run")]
    [InlineData("destroy", "before_destroy destroy after_destroy after_run")]
    public async Task Each_run_type_has_its_hooks(string type, string expected)
    {
        _simulated.Write(new PluginManifest("one").Context("one", [.. Hooks.Select(hook => (hook, $"echo {hook}"))]));
        var result = await _simulated.RunAsync(0, ["one.yaml", "--run-type", type, .. Commands]);
        Assert.Equal(expected.Split(' '), result.Log);
        Assert.Equal("FINISHED", result.FinalState);
    }

    [Fact]
    public async Task Contexts_of_all_plugins_go_backwards_by_name_before_a_phase_and_forwards_after_it()
    {
        _simulated
            .Write(new PluginManifest("a")
                .Context("ZZZZZ-a", ("before_init", "echo Z1; echo Z2"), ("before_init", "echo Z3"), ("after_init", "echo Z"))
                    .Context("YYYYY-a", ("before_init", "echo Y"), ("after_init", "echo Y")))
            .Write(new PluginManifest("b").Context("b", ("before_init", "echo b"), ("after_init", "echo b"), ("after_run", "echo b"))
                .Context("AAAAA-b", ("after_init", "echo A"), ("after_run", "echo A")));
        var result = await _simulated.RunAsync(0, ["b.yaml", "a.yaml", .. Commands]);
        Assert.Equal(["b", "Z1", "Z2", "Z3", "Y", "init", "A", "Y", "Z", "b", "plan", "A", "b"], result.Log);
    }

    [Theory]
    [InlineData("before_init", "init failed|plan skipped|apply skipped|after_run passed", "")]
    [InlineData("after_init", "init failed|plan skipped|apply skipped|after_run passed", "init")]
    [InlineData("before_plan", "init passed|plan failed|apply skipped|after_run passed", "init")]
    [InlineData("after_plan", "init passed|plan failed|apply skipped|after_run passed", "init plan")]
    [InlineData("before_apply", "init passed|plan passed|apply failed|after_run passed", "init plan")]
    [InlineData("after_apply", "init passed|plan passed|apply failed|after_run passed", "init plan apply")]
    public async Task A_failing_hook_ends_its_phase_and_the_run_but_not_after_run(string failing, string phases, string own)
    {
        _simulated.Write(new PluginManifest("one")
            .Context("one", (failing, "exit_code() { return 7; }; exit_code"),
                (failing, "echo never"), ("after_run", "echo \"$TF_VAR_spacelift_final_run_state\"")));
        var result = await _simulated.RunAsync(1, ["one.yaml", "--run-type", "tracked", .. Commands]);
        Assert.Equal(phases.Split('|'), result.Phases);
        Assert.Equal([.. own.Split(' ', StringSplitOptions.RemoveEmptyEntries), "FAILED"], result.Log);
        Assert.Contains($"{failing} of one (one) failed with exit code 7.", result.Reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_phase_skips_its_after_hooks()
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_plan", "echo before"), ("after_plan", "echo never")));
        var result = await _simulated.RunAsync(1, "one.yaml", "--phase", "plan=false");
        Assert.Equal(["before"], result.Log);
        Assert.Contains("plan failed with exit code 1.", result.Reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_after_run_fails_the_run()
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("after_run", "false")));
        Assert.Equal("FAILED", (await _simulated.RunAsync(1, "one.yaml")).FinalState);
    }

    [Fact]
    public async Task A_modules_test_destroys_what_a_failed_apply_may_have_made()
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_destroy", "echo clean")));
        var result = await _simulated.RunAsync(1, "one.yaml", "--run-type", "testing", "--phase", "apply=false");
        Assert.Equal(["init passed", "plan passed", "apply failed", "destroy passed"], result.Phases);
        Assert.Equal(["clean"], result.Log);
    }

    [Fact]
    public async Task Exports_reach_later_hooks_phases_and_the_phases_own_command()
    {
        _simulated.Write(new PluginManifest("one").Context("one",
            ("before_init", "export A='x y' B=\"quote ' and $(printf '\\nline')\""),
            ("before_init", "C=plain"), ("before_plan", "echo \"[$A] [$C]\"; echo \"$B\""), ("after_run", "echo \"$A\"")));
        var result = await _simulated.RunAsync(0, "one.yaml", "--phase", "init=echo \"$A $C\"");
        Assert.Equal(["x y plain", "[x y] []", "quote ' and ", "line", "x y"], result.Log);
    }

    [Fact]
    public async Task The_result_names_what_a_phase_leaves_to_later_ones()
    {
        _simulated.Write(new PluginManifest("one").Context(
            "one", ("before_init", "export FIRST=secret-value OTHER=x; cd /tmp"), ("before_plan", "export OTHER=y FIRST=secret-value")));
        var result = await _simulated.RunAsync(0, ["one.yaml", .. Commands]);
        Assert.Equal(
            ["init FIRST OTHER", "plan OTHER"],
            result.Json.GetProperty("phases").EnumerateArray().Select(phase =>
                $"{phase.GetProperty("name")} {string.Join(' ', phase.GetProperty("exported").EnumerateArray())}"));
        Assert.Contains("Variables for later hooks: FIRST, OTHER", _simulated.Last.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "secret-value", result.Json.GetProperty("phases")[0].GetProperty("exported").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pause_keeps_the_workspace_and_nothing_else()
    {
        _simulated.Write(new PluginManifest("one").Context("one",
            ("before_init", "export KEPT=no; echo data >/mnt/workspace/data; echo data >/tmp/data; cd /tmp"),
            ("before_apply", "echo \"KEPT=${KEPT:-} $(cat /mnt/workspace/data)\"; [ ! -e /tmp/data ] && pwd")));
        var paused = await _simulated.RunAsync(0, "one.yaml", "--run-type", "tracked");
        Assert.Equal(["KEPT= data", "/mnt/workspace/source"], paused.Log);
        Assert.Contains("Variables are lost at the pause: KEPT.", paused.Warnings, StringComparison.Ordinal);
        Assert.Contains(
            "Written outside the workspace: /tmp/data. These files were gone after the pause.", paused.Warnings, StringComparison.Ordinal);

        var through = await _simulated.RunAsync(1, "one.yaml", "--run-type", "tracked", "--no-pause");
        Assert.Equal(["KEPT=no data"], through.Log);
    }

    [Fact]
    public async Task A_run_discarded_at_the_pause_has_no_after_run()
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_apply", "echo never"), ("after_run", "echo never")));
        var result = await _simulated.RunAsync(3, "one.yaml", "--run-type", "tracked", "--final-state", "DISCARDED");
        Assert.Equal("DISCARDED", result.FinalState);
        Assert.Empty(result.Log);
    }

    [Fact]
    public async Task The_final_state_can_be_given()
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("after_run", "echo \"$TF_VAR_spacelift_final_run_state\"")));
        Assert.Equal(["STOPPED"], (await _simulated.RunAsync(3, "one.yaml", "--final-state", "STOPPED")).Log);
    }

    [Fact]
    public async Task Exit_in_a_hook_ends_the_phase_without_failing_it()
    {
        _simulated.Write(new PluginManifest("one")
            .Context("one", ("before_plan", "export SET=1; exit 0"), ("before_plan", "echo never"), ("after_run", "echo \"$SET\"")));
        var result = await _simulated.RunAsync(0, "one.yaml", "--phase", "plan=echo never");
        Assert.Equal(["1"], result.Log);
        Assert.Contains("before_plan of one (one) ended the shell with 'exit 0': the 2 steps after it did not run",
            result.Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_that_the_shell_cannot_read_is_named()
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_plan", "echo fine"), ("after_plan", "if true; then")));
        var result = await _simulated.RunAsync(1, "one.yaml");
        Assert.Contains(
            "The shell cannot read the commands of the phase: after_plan of one (one):", result.Reasons, StringComparison.Ordinal);
        Assert.Empty(result.Log);
    }

    [Theory]
    [InlineData("SPACELIFT_SKIP_APPLYING", "apply")]
    [InlineData("SPACELIFT_SKIP_DESTROYING", "destroy")]
    public async Task A_phase_can_be_skipped_by_a_variable(string variable, string phase)
    {
        _simulated.Write(new PluginManifest("one").Context("one", ($"before_{phase}", "echo never")));
        var result = await _simulated.RunAsync(0, "one.yaml", "--run-type", "testing", "--env", $"{variable}=true");
        Assert.Contains($"{phase} skipped", result.Phases);
        Assert.Empty(result.Log);
    }

    [Fact]
    public async Task Output_redirected_for_good_does_not_hide_the_steps_after_it()
    {
        _simulated.Write(new PluginManifest("one")
            .Context("one", ("before_init", "printf 'no line end'; exec >/dev/null"), ("before_init", "echo unseen; false")));
        var result = await _simulated.RunAsync(1, "one.yaml");
        Assert.Equal(["no line end"], result.Log);
        Assert.Equal(2, result.Steps.Count(step => step.GetProperty("state").GetString() is "passed" or "failed"));
    }
}
