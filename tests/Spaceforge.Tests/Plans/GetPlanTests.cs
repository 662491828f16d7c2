using Spaceforge.Hosting;
using Spaceforge.Secrets;

namespace Spaceforge.Tests.Plans;

/// <summary>How hooks get at the plan and the state of their run.</summary>
public sealed class GetPlanTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly TestConsole _console = new() { Variables = { ["TF_VAR_spacelift_run_id"] = "01RUN" } };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_plan_and_the_state_of_the_projects_folder_are_read()
    {
        _folder.Write("spacelift.plan.json", PlanText.With("""
            "terraform_version":"1.11.4"
            """));
        _folder.Write("spacelift.state.before.json", """{"format_version":"1.0","terraform_version":"1.11.3"}""");
        var hook = Hook();

        Assert.Equal("1.11.4", (await hook.PlanAsync())?.TerraformVersion);
        Assert.Equal("1.11.3", (await hook.StateBeforeAsync())?.TerraformVersion);
        Assert.Empty(_console.Error);
    }

    [Fact]
    public async Task Missing_files_are_logged_and_are_null()
    {
        var hook = Hook();

        Assert.Null(await hook.PlanAsync());
        Assert.Null(await hook.StateBeforeAsync());
        string[] lines =
        [
            "spacelift.plan.json and spacelift.plan do not exist.\n",
            "spacelift.state.before.json does not exist, and neither does a plan with the prior state.\n",
        ];
        Assert.Equal(string.Concat(lines.Select(line => $"\e[31m[01RUN]\e[0m (p) {line}")), _console.Error);
    }

    [Fact]
    public async Task A_broken_file_fails_the_hook()
    {
        var path = _folder.Write("spacelift.plan.json", "{");
        var e = await Assert.ThrowsAsync<PluginFailedException>(Hook().PlanAsync);
        Assert.StartsWith($"{path} is truncated", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, e.ExitCode);
    }

    [Theory]
    [InlineData("spacelift.plan.json", "ln -s /dev/zero X", "a link")]
    [InlineData("spacelift.plan.json", "ln -s /nowhere X", "a link")]
    [InlineData("spacelift.plan.json", "ln -s real X", "a link")]
    [InlineData("spacelift.plan.json", "mkfifo X", "not a regular file")]
    [InlineData("spacelift.plan.json", "mkdir X", "not a regular file")]
    [InlineData("spacelift.plan.json", "truncate -s 9G X", "larger than")]
    [InlineData("spacelift.plan", "ln -s /dev/zero X", "a link")]
    [InlineData("spacelift.plan", "ln -s /nowhere X", "a link")]
    [InlineData("spacelift.plan", "mkfifo X", "not a regular file")]
    [InlineData("spacelift.plan", "mkdir X", "not a regular file")]
    [InlineData("spacelift.plan", "truncate -s 9G X", "larger than")]
    [Attack("repository", "a link, a FIFO or a huge file in place of the plan or of the state",
        "the hook fails with file and reason, without waiting or filling memory")]
    public async Task What_the_repository_puts_in_their_place_fails_the_hook(string file, string command, string reason)
    {
        _folder.Write("real", "{}");
        foreach (var name in (string[])[file, "spacelift.state.before.json"])
        {
            (await new CommandLine(
                "/bin/sh", "-c", command.Replace("X", name, StringComparison.Ordinal))
            { Folder = _folder.Path }.RunAsync()).ShouldExit(0);
        }

        foreach (var read in (Func<Task>[])[Hook().PlanAsync, Hook().StateBeforeAsync])
        {
            var e = await Assert.ThrowsAsync<PluginFailedException>(
                () => Wait.ForAsync(Task.Run(read, TestContext.Current.CancellationToken), "the plan to be read"));
            Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        }
    }

    PlanHook Hook()
    {
        var environment = _console.Create() with { WorkingDirectory = _folder.Path };
        var services = new HookServiceScope(
            environment, RunInfo.From(environment.Env), "p", new SecretMasker(),
            environment.Output, environment.Error, TestContext.Current.CancellationToken);
        var plugin = new PlanHook();
        plugin.UseServices(services.Services);
        return plugin;
    }

    sealed class PlanHook : TestPlugin
    {
        public Task<TerraformPlan?> PlanAsync() => GetPlanAsync(TestContext.Current.CancellationToken);

        public Task<TerraformState?> StateBeforeAsync() => GetStateBeforeAsync(TestContext.Current.CancellationToken);
    }
}
