using Spaceforge.Testing;
using Spaceforge.Tests.Services;

namespace Spaceforge.Tests.Workspaces;

/// <summary>What hooks leave to later ones: actions that were done, and processes.</summary>
public sealed class WorkspaceTests : IDisposable
{
    readonly FakeSpacelift _spacelift = new();
    readonly PluginHarness<ServicesPlugin> _harness = new();

    public WorkspaceTests()
    {
        _harness.Spacelift = _spacelift;
        _harness.Commands.RunOthers = true;
    }

    public void Dispose()
    {
        _harness.Dispose();
        _spacelift.Dispose();
    }

    [Fact]
    public async Task An_action_runs_once_per_workspace_and_again_after_a_failure()
    {
        var runs = 0;
        Assert.False((await OnceAsync(() => throw new PluginFailedException("no"))).Succeeded);
        Assert.Contains("True", (await OnceAsync(() => runs++)).Log, StringComparison.Ordinal);
        Assert.Contains("False", (await OnceAsync(() => runs++)).Log, StringComparison.Ordinal);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_local_run_always_runs_it()
    {
        _harness.Spacelift = null;
        var runs = 0;
        await OnceAsync(() => runs++);
        await OnceAsync(() => runs++);
        Assert.Equal(2, runs);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData(".hidden")]
    public async Task Names_are_parts_of_file_names(string name)
    {
        var outcome = await UseAsync(services => services.OncePerWorkspaceAsync(name, _ => Task.CompletedTask));
        Assert.Contains("is not a valid name", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_outlives_its_hook_and_another_hook_ends_it_with_its_children()
    {
        Needs.Program("setsid");
        var ready = Path.Combine(_harness.ProjectRoot, "ready");
        var script = $"trap 'echo ended; kill $child; exit' TERM; sleep 300 & child=$!; echo \"$0 runs with a secret hunter2-hunter2\"; "
            + $"echo $child >'{ready}.new'; mv '{ready}.new' '{ready}'; wait";
        var started = await UseAsync(services => services.StartBackgroundAsync("proxy", "sh", "-c", script, "it's"));
        Assert.True(started.Succeeded, started.Log);
        await Wait.UntilAsync(() => File.Exists(ready), "the process to start");
        var child = (await File.ReadAllTextAsync(ready, TestContext.Current.CancellationToken)).Trim();
        Assert.True(Directory.Exists($"/proc/{child}"));

        BackgroundResult? result = null;
        var stopped = await UseAsync(async services =>
        {
            services.AddMask("hunter2-hunter2");
            result = await services.StopBackgroundAsync("proxy");
        });
        Assert.True(stopped.Succeeded, stopped.Log);
        Assert.Contains("proxy: it's runs with a secret *****", stopped.Log, StringComparison.Ordinal);
        Assert.Contains("proxy: ended", stopped.Log, StringComparison.Ordinal);
        Assert.True(result!.WasRunning);
        await Wait.UntilAsync(() => !IsAlive(child), "its child to end");

        var again = await UseAsync(services => services.StopBackgroundAsync("proxy"));
        Assert.Contains("had already ended", again.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_ignores_the_signal_is_killed()
    {
        var ready = Path.Combine(_harness.ProjectRoot, "ready");
        var outcome = await UseAsync(async services =>
        {
            await services.StartBackgroundAsync("stubborn", "sh", "-c", $"trap '' TERM; touch '{ready}'; while :; do sleep 1; done");
            await Wait.UntilAsync(() => File.Exists(ready), "the process to start");
            Assert.True((await services.StopBackgroundAsync("stubborn", TimeSpan.FromMilliseconds(1)))!.WasRunning);
        });
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("was killed", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_belongs_to_another_process_is_left_alone()
    {
        using var other = System.Diagnostics.Process.Start("sleep", "300");
        try
        {
            var record = Path.Combine(Path.GetDirectoryName(_harness.ProjectRoot)!, "plugins/.spaceforge/background/my-plugin.proxy");
            Directory.CreateDirectory(Path.GetDirectoryName(record)!);
            await File.WriteAllTextAsync(record, $"{other.Id} process 1 another-boot", TestContext.Current.CancellationToken);
            BackgroundResult? result = null;
            await UseAsync(async services => result = await services.StopBackgroundAsync("proxy"));
            Assert.False(result!.WasRunning);
            Assert.False(other.HasExited);
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task Wrong_starts_and_stops_are_told()
    {
        var outcome = await UseAsync(services => services.StartBackgroundAsync("x", "no-such-program"));
        Assert.Contains("the program does not exist", outcome.Log, StringComparison.Ordinal);
        outcome = await UseAsync(services => services.StopBackgroundAsync("never"));
        Assert.Contains("'never' was not started in this run", outcome.Log, StringComparison.Ordinal);
        outcome = await UseAsync(async services =>
        {
            await services.StartBackgroundAsync("twice", "sleep", "300");
            try
            {
                await services.StartBackgroundAsync("twice", "sleep", "300");
            }
            finally
            {
                await services.StopBackgroundAsync("twice");
            }
        });
        Assert.Contains("'twice' is already running", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_run_ends_its_processes_with_the_hook()
    {
        _harness.Spacelift = null;
        var pid = Path.Combine(_harness.ProjectRoot, "pid");
        await UseAsync(async services =>
        {
            await services.StartBackgroundAsync("proxy", "sh", "-c", $"echo $$ >'{pid}.new'; mv '{pid}.new' '{pid}'; exec sleep 300");
            await Wait.UntilAsync(() => File.Exists(pid), "the process to start");
        });
        var id = (await File.ReadAllTextAsync(pid, TestContext.Current.CancellationToken)).Trim();
        await Wait.UntilAsync(() => !IsAlive(id), "the process to end");
    }

    [Fact]
    public async Task Several_outputs_have_names_of_their_own()
    {
        await UseAsync(async services =>
        {
            await services.SendMarkdownAsync("main");
            await services.SendMarkdownAsync("costs", "a table");
        });
        Assert.Equal("main", _spacelift.PluginOutputs["my-plugin"]);
        Assert.Equal("a table", _spacelift.PluginOutputs["my-plugin-costs"]);
    }

    Task<HookOutcome> UseAsync(Func<HookServices, Task> action) =>
        _harness.UseAsync((services, _) => action(services), TestContext.Current.CancellationToken);

    // A container without an init process keeps the exit code of a process whose parent has ended.
    static bool IsAlive(string pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal);

    Task<HookOutcome> OnceAsync(Action action) => UseAsync(async services =>
    {
        var ran = await services.OncePerWorkspaceAsync("install", _ =>
        {
            action();
            return Task.CompletedTask;
        });
        services.Logger.Log(Microsoft.Extensions.Logging.LogLevel.Information, 0, ran, null, (text, _) => $"{text}");
    });
}
