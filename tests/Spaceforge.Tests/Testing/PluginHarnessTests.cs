using System.Text.Json.Nodes;
using Spaceforge.Testing;
using Spaceforge.Tests.Services;

namespace Spaceforge.Tests.Testing;

/// <summary>What authors use in tests of their own.</summary>
public sealed class PluginHarnessTests : IDisposable
{
    readonly HookOf _hook = new();

    public void Dispose() => _hook.Dispose();

    [Fact]
    public async Task A_command_without_an_answer_fails_the_hook_and_is_named()
    {
        _hook.Harness.Commands.Answer("git status");
        var outcome = await _hook.RunAsync(plugin => plugin.RunCliAsync("git", "push", "--force"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("The test has no answer for the command 'git push --force'.", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_helper_class_is_tested_with_the_services_of_a_hook()
    {
        _hook.Harness.Commands.Answer("git status", output: "clean\n");
        var outcome = await _hook.Harness.UseAsync(
            async (services, _) =>
            {
                var (_, output, _) = await services.RunCliAsync("git", "status");
                services.AddToPolicyInput("git", new JsonObject { ["state"] = output[0], ["password"] = services.Env["DB_PASSWORD"] });
            },
            TestContext.Current.CancellationToken);

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal("clean", (string?)outcome.PolicyInputs["git"]["state"]);
        Assert.Equal("*****", (string?)outcome.PolicyInputs["git"]["password"]);
    }

    [Fact]
    public async Task The_last_answer_goes_first_and_calls_are_kept()
    {
        _hook.Harness.Commands.Answer("git", exitCode: 1).Answer("git status", output: "clean\n");
        CliResult? status = null;
        var outcome = await _hook.RunAsync(async plugin =>
        {
            status = await plugin.RunCliAsync("git", "status", "--short");
            await plugin.RunCliAsync("git", "push");
        });

        Assert.Equal(["clean"], status!.Output);
        Assert.Contains("(my-plugin) clean\n", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("'git' exited with 1.", outcome.Log, StringComparison.Ordinal);
        Assert.Equal(["git status --short", "git push"], _hook.Harness.Commands.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task Commands_run_for_real_in_the_project_root_with_the_runs_variables_only()
    {
        _hook.Harness.Commands.RunOthers = true;
        _hook.Harness.Parameters["password"] = "from-the-installer";
        Environment.SetEnvironmentVariable("HARNESS_TEST", "of the process");
        CliResult? result = null;
        await _hook.RunAsync(
            async plugin => result = await plugin.RunCliAsync("sh", "-c", "pwd; echo \"${HARNESS_TEST-none} $DB_PASSWORD\""));
        Assert.Equal([_hook.Harness.ProjectRoot, "none from-the-installer"], result!.Output);
    }

    [Fact]
    public async Task Commands_are_looked_for_on_the_runs_PATH()
    {
        using var programs = new TemporaryFolder();
        programs.WriteScript("my-tool", "echo mine");
        _hook.Harness.Commands.RunOthers = true;
        _hook.Harness.Environment["PATH"] = $"{programs.Path}:{_hook.Harness.Environment["PATH"]}";
        CliResult? result = null;
        await _hook.RunAsync(async plugin => result = await plugin.RunCliAsync("my-tool"));
        Assert.Equal(["mine"], result!.Output);

        _hook.Harness.Environment["PATH"] = programs.Path;
        var outcome = await _hook.RunAsync(plugin => plugin.RunCliAsync("ls"));
        Assert.Contains("Cannot run 'ls': the program does not exist.", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relative_folders_and_programs_are_those_of_the_project_as_on_a_worker()
    {
        _hook.Harness.Commands.RunOthers = true;
        _hook.Harness.WriteFile("tools/mine", "#!/bin/sh\npwd\n");
        File.SetUnixFileMode(Path.Combine(_hook.Harness.ProjectRoot, "tools", "mine"), (UnixFileMode)0b111_101_101);
        List<string> lines = [];
        var outcome = await _hook.RunAsync(async plugin =>
        {
            lines.AddRange((await plugin.RunCliAsync("tools/mine")).Output);
            lines.AddRange((await plugin.RunCliAsync(new CliOptions { WorkingDirectory = "tools" }, "./tools/mine")).Output);
            await plugin.RunCliAsync("./tools/none");
        });
        Assert.Equal([_hook.Harness.ProjectRoot, Path.Combine(_hook.Harness.ProjectRoot, "tools")], lines);
        Assert.Contains("Cannot run './tools/none': the program does not exist.", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_wait_as_long_as_the_test_says()
    {
        // A clock that stands still: whatever waits by it waits for ever.
        _hook.Harness.Clock = new StoppedClock();
        _hook.Harness.RetryDelay = TimeSpan.Zero;
        _hook.Spacelift.Fail(Fault.Status(500), Fault.TooManyRequests(TimeSpan.FromSeconds(30)));
        var outcome = await Wait.ForAsync(
            _hook.RunAsync(plugin => plugin.QueryApiAsync("query { stacks { id } }")), "an answer after two retries");
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("Retrying in 0.0 s (2 of 4).", outcome.Log, StringComparison.Ordinal);
    }

    sealed class StoppedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == TimeSpan.Zero ? dueTime : Timeout.InfiniteTimeSpan, period);
    }

    [Theory]
    [InlineData(Hook.BeforeInit, "has no hook before_init")]
    [InlineData(Hook.AfterPlan, "unknown parameter")]
    public async Task Usage_errors_are_the_command_lines(Hook hook, string message)
    {
        _hook.Harness.Parameters["nope"] = "1";
        var outcome = await _hook.Harness.RunAsync(hook, TestContext.Current.CancellationToken);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_can_be_stopped()
    {
        _hook.Harness.Commands.RunOthers = true;
        using var stop = new CancellationTokenSource();
        using var folder = new TemporaryFolder();
        var (started, after) = (folder.PathOf("started"), folder.PathOf("after"));
        ServicesPlugin.Statements.Value = async (plugin, _) =>
        {
            await plugin.RunCliAsync("sh", "-c", $"echo $$ >'{started}.new' && mv '{started}.new' '{started}' && exec sleep 600");
            await File.WriteAllTextAsync(after, "", CancellationToken.None);
        };
        var running = _hook.Harness.RunAsync(Hook.AfterPlan, stop.Token);
        await Wait.UntilAsync(() => File.Exists(started), "the start of the command");

        await stop.CancelAsync();

        var outcome = await Wait.ForAsync(running, "the end of the hook");
        Assert.Equal(1, outcome.ExitCode);
        Assert.False(File.Exists(after), "The hook went on.");
        var pid = (await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken)).Trim();
        await Wait.UntilAsync(() => !Directory.Exists($"/proc/{pid}"), "the end of the command");
    }

    [Fact]
    public async Task Templates_are_made_installed_and_deleted_through_the_real_engine()
    {
        const string Manifest =
            "{name: scanner, version: '1', description: d, author: a, parameters: [{id: api_key, name: API key, required: true}]}";
        JsonObject? installed = null;
        SpaceliftApiException? inUse = null;
        var outcome = await _hook.RunAsync(async plugin =>
        {
            var made = await plugin.QueryApiAsync(
                "mutation Create($input: PluginTemplateCreateInput!) { pluginTemplateCreate(input: $input) { id name labels } }",
                new JsonObject
                {
                    ["input"] =
                    new JsonObject { ["name"] = "scanner", ["manifest"] = Manifest, ["labels"] = new JsonArray("security") }
                });
            var template = (string?)made["pluginTemplateCreate"]!["id"];
            installed = await plugin.QueryApiAsync(
                """
                mutation Install($input: PluginInstallInput!) {
                  pluginInstall(input: $input) { id name labelIdentifier spaceDetails { id } pluginTemplateDetails { id manifest } }
                }
                """,
                new JsonObject
                {
                    ["input"] = new JsonObject
                    {
                        ["name"] = "my scanner",
                        ["pluginTemplateID"] = template,
                        ["space"] = "root",
                        ["labelIdentifier"] = "scan",
                        ["parameters"] = new JsonArray(new JsonObject { ["id"] = "api_key", ["value"] = "x" }),
                    },
                });
            inUse = await Assert.ThrowsAsync<SpaceliftApiException>(
                () => plugin.QueryApiAsync(
                    "mutation Delete($id: ID!) { pluginTemplateDelete(id: $id) { id } }", new JsonObject { ["id"] = template }));
            await plugin.QueryApiAsync("mutation Uninstall($id: ID!) { pluginDelete(id: $id) { id } }",
                new JsonObject { ["id"] = (string?)installed["pluginInstall"]!["id"] });
            await plugin.QueryApiAsync(
                "mutation Delete($id: ID!) { pluginTemplateDelete(id: $id) { id } }", new JsonObject { ["id"] = template });
        });

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Contains("\"value\":\"x\"", _hook.Spacelift.Requests.ElementAt(1).Body, StringComparison.Ordinal);
        Assert.Equal("root", (string?)installed!["pluginInstall"]!["spaceDetails"]!["id"]);
        Assert.Equal(Manifest, (string?)installed["pluginInstall"]!["pluginTemplateDetails"]!["manifest"]);
        Assert.Contains("plugin template is in use", inUse!.Message, StringComparison.Ordinal);
        Assert.Empty(_hook.Spacelift.PluginTemplates);
        Assert.Empty(_hook.Spacelift.Plugins);
    }
}
