using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Cli.Tests.Account;

/// <summary><c>spaceforge push --replace</c>: creates the new template first, and deletes old ones only if they are unused.</summary>
public sealed class ReplaceTests : IDisposable
{
    readonly AccountTool _account = new();

    public ReplaceTests() => _account.Tool.Folder.Write("plugin.yaml", AccountTool.Manifest("scanner"));

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Templates_that_nothing_uses_are_deleted_after_the_new_one_is_made()
    {
        var old = _account.AddTemplate("scanner");
        var other = _account.AddTemplate("another");
        var ofAll = _account.AddTemplate("scanner", isGlobal: true);

        var outcome = (await _account.RunAsync("push", "--replace")).ShouldExit(0);

        Assert.Equal(["PluginTemplateCreate", "PluginTemplateDelete"], _account.Mutations);
        var made = _account.Spacelift.PluginTemplates[^1];
        Assert.Equal([other, ofAll, made], _account.Spacelift.PluginTemplates);
        Assert.Equal($"Created the template scanner ({made.Id}).\nDeleted the old template {old.Id}.\n", outcome.Output);
    }

    [Fact]
    public async Task A_template_in_use_is_kept_and_its_users_are_named()
    {
        var old = _account.AddTemplate("scanner");
        var plugin = _account.AddPlugin("scan-all", old);
        var unused = _account.AddTemplate("scanner");

        var result = await _account.JsonAsync("push", "--replace");
        Assert.Equal([unused.Id], result["deleted"]!.AsArray().Select(id => (string?)id));
        Assert.Equal((old.Id, plugin.Id), ((string?)result["kept"]![0]!["id"], (string?)result["kept"]![0]!["usedBy"]![0]));

        var text = (await _account.RunAsync("push", "--replace")).ShouldExit(0);
        Assert.Contains($"Kept the old template {old.Id}, which is used by scan-all ({plugin.Id}).", text.Output, StringComparison.Ordinal);
        Assert.EndsWith($"Deleted the old template {result["created"]!["id"]}.\n", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_old_template_one_is_made() =>
        Assert.Empty((await _account.JsonAsync("push", "--replace"))["deleted"]!.AsArray());

    [Fact]
    public async Task A_dry_run_shows_both_requests()
    {
        var old = _account.AddTemplate("scanner");
        var requests = (await _account.JsonAsync("push", "--replace", "--dry-run"))["requests"]!.AsArray();
        Assert.Equal(2, requests.Count);
        Assert.Equal(old.Id, (string?)requests[1]!["variables"]!["id"]);
        Assert.Empty(_account.Mutations);
    }

    [Fact]
    public async Task Nothing_is_deleted_when_the_new_one_cannot_be_made()
    {
        var old = _account.AddTemplate("scanner");
        _account.Spacelift.Forbidden.Add("pluginTemplateCreate");

        var outcome = (await _account.RunAsync("push", "--replace")).ShouldExit(1);

        Assert.Contains($"Nothing was deleted; still there: scanner ({old.Id}).\n", outcome.Error, StringComparison.Ordinal);
        Assert.Equal([old], _account.Spacelift.PluginTemplates);
    }

    [Theory]
    [InlineData("plugins")]
    [InlineData("pluginTemplateDelete")]
    public async Task A_failure_after_the_first_step_says_what_is_there_and_what_to_do(string forbidden)
    {
        var old = _account.AddTemplate("scanner");
        _account.Spacelift.Forbidden.Add(forbidden);

        var outcome = (await _account.RunAsync("push", "--replace", "--json")).ShouldExit(1);

        ShouldTellWhatIsLeft(outcome, old);
        // JSON output reports what was done, too.
        Assert.Equal(_account.Spacelift.PluginTemplates[^1].Id, (string?)JsonNode.Parse(outcome.Output)!["created"]!["id"]);
    }

    [Theory]
    [InlineData("-INT", 130)]
    [InlineData("-TERM", 143)]
    public async Task A_signal_between_the_two_steps_says_what_is_there_and_what_to_do(string signal, int exitCode)
    {
        var old = _account.AddTemplate("scanner");
        var answer = new TaskCompletionSource();
        // Login and the search for old templates succeed; the response about the new one waits for the signal.
        _account.Spacelift.Fail(Fault.Delay(TimeSpan.Zero), Fault.Delay(TimeSpan.Zero), Fault.Hold(answer.Task));
        // Without a comparison with the old template's version, which would send two more requests.

        // Shells ignore SIGINT for background jobs, and child processes inherit that.
        var push = _account.Tool.Command("push", "--replace", "--any-version");
        using var process = (push with { File = "env", Arguments = ["--default-signal", push.File, .. push.Arguments] }).Start();
        await Wait.UntilAsync(() => _account.Mutations.Length > 0);
        (await new CommandLine("kill", signal, $"{process.Id}").RunAsync()).ShouldExit(0);
        var told = await Wait.ForAsync(process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken)
            .AsTask(), "what push says at the signal");
        answer.SetResult();
        var error = await Wait.ForAsync(
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), "the rest of what push says");
        var output = await Wait.ForAsync(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), "the output of push");
        await Wait.ForAsync(process.WaitForExitAsync(TestContext.Current.CancellationToken), "the end of push");

        Assert.StartsWith("Stopping once Spacelift has answered 'mutation PluginTemplateCreate'.", told, StringComparison.Ordinal);
        ShouldTellWhatIsLeft(new Outcome(process.ExitCode, output, error).ShouldExit(exitCode), old);
        Assert.Equal(["PluginTemplateCreate"], _account.Mutations);
        _account.ShouldHideSecrets(output + error);
    }

    void ShouldTellWhatIsLeft(Outcome outcome, FakePluginTemplate old)
    {
        var made = _account.Spacelift.PluginTemplates[^1];
        Assert.Equal([old, made], _account.Spacelift.PluginTemplates);
        Assert.Contains(
            $"The template scanner ({made.Id}) was created and can be used. It was meant to replace scanner ({old.Id}), which may still exist: see 'spaceforge list', then: spaceforge delete {old.Id}\n",
            outcome.Error, StringComparison.Ordinal);
    }
}
