using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Tests.Services;

/// <summary>A hook that does not wait for what it has started does not pass, whatever the compiler was told.</summary>
public sealed class StartedWorkTests
{
    public static TheoryData<string, string> Calls => new()
    {
        { "command", "RunCliAsync(sleep)" },
        { "wrapped", "RunCliAsync(sleep)" },
        { "query", "QueryAsync(query { stack(id: \"a\") { name } })" },
        { "client", "QueryAsync(query { stack(id: \"a\") { name } })" },
        { "once", "OncePerWorkspaceAsync(setup)" },
        { "two", "RunCliAsync(sleep), OncePerWorkspaceAsync(setup) were still running" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    [Attack("author", "a hook that returns while a command, a query or another call of its services still runs, with the compiler error suppressed",
        "the hook fails and names the call, and the command is stopped")]
    public async Task A_hook_that_returns_too_early_fails(string call, string named)
    {
        using var hook = new HookOf();
        hook.Harness.Commands.RunOthers = true;
        var end = new TaskCompletionSource();
        hook.Spacelift.Fail(Fault.Hold(end.Task));

        var outcome = await hook.RunAsync(plugin =>
        {
            switch (call)
            {
                case "command":
                    _ = plugin.RunCliAsync("sleep", "60");
                    break;
                case "wrapped":
                    _ = SleepAsync(plugin);
                    break;
                case "query":
                    _ = plugin.QueryApiAsync("query { stack(id: \"a\") { name } }");
                    break;
                case "client":
                    _ = plugin.Services.Spacelift.QueryAsync("query { stack(id: \"a\") { name } }");
                    break;
                case "once":
                    _ = plugin.Services.OncePerWorkspaceAsync("setup", stop => Task.Delay(Timeout.Infinite, stop));
                    break;
                default:
                    _ = plugin.RunCliAsync("sleep", "60");
                    _ = plugin.Services.OncePerWorkspaceAsync("setup", stop => Task.Delay(Timeout.Infinite, stop));
                    break;
            }

            return Task.CompletedTask;
        });

        end.SetResult();
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"Error running hook 'after_plan': it returned while {named}", outcome.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Hook completed", outcome.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("command", "RunCliAsync(no-such-program) failed, and nothing awaited it: Cannot run 'no-such-program'")]
    [InlineData("wrapped", "RunCliAsync(no-such-program) failed, and nothing awaited it: InvalidOperationException: Refused.")]
    [InlineData("input", "AddToPolicyInput(not valid) failed, and nothing awaited it: ArgumentException: 'not valid' is not a valid")]
    [Attack("author", "a hook that never looks at the failure of a command or another call, with the compiler error suppressed",
        "the hook fails with the call and its error")]
    public async Task A_failure_that_nobody_sees_fails_the_hook(string call, string message)
    {
        using var hook = new HookOf();
        hook.Harness.Commands.RunOthers = true;

        var outcome = await hook.RunAsync(async plugin =>
        {
            // It has ended before the hook does.
            await Task.WhenAny(Start(plugin, call));
        });

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"Error running hook 'after_plan': {message}", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_awaited_does_not_fail_the_hook()
    {
        using var hook = new HookOf();
        hook.Harness.Commands.RunOthers = true;

        var outcome = await hook.RunAsync(async plugin =>
        {
            await Assert.ThrowsAsync<PluginFailedException>(() => plugin.RunCliAsync("no-such-program"));
            Assert.Throws<ArgumentException>(() => plugin.AddToPolicyInput("not valid", new JsonObject()));
            var all = Enumerable.Range(0, 5).Select(i => plugin.RunCliAsync(i == 3 ? "no-such-program" : "true")).ToArray();
            await Assert.ThrowsAsync<PluginFailedException>(() => Task.WhenAll(all));
            await plugin.Services.OncePerWorkspaceAsync("setup", _ => plugin.RunCliAsync("true"));
        });

        Assert.True(outcome.Succeeded, outcome.Log);
    }

    static Task Start(ServicesPlugin plugin, string call) => call switch
    {
        "command" => plugin.RunCliAsync("no-such-program"),
        "wrapped" => RefuseAsync(plugin),
        _ => Task.Run(() => plugin.AddToPolicyInput("not valid", new JsonObject())),
    };

    static async Task RefuseAsync(ServicesPlugin plugin)
    {
        try
        {
            await plugin.RunCliAsync("no-such-program");
        }
        catch (PluginFailedException e)
        {
            throw new InvalidOperationException("Refused.", e);
        }
    }

    static async Task SleepAsync(ServicesPlugin plugin) => await plugin.RunCliAsync("sleep", "60");
}
