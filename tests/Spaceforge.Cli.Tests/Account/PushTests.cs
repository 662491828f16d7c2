using System.Text.Json.Nodes;
using Spaceforge.Testing;

namespace Spaceforge.Cli.Tests.Account;

/// <summary><c>spaceforge push</c> without <c>--replace</c>.</summary>
public sealed class PushTests : IDisposable
{
    readonly AccountTool _account = new();

    public PushTests() => _account.Tool.Folder.Write("plugin.yaml", AccountTool.Manifest("scanner"));

    public static TheoryData<Fault, string> Faults => new()
    {
        { Fault.Status(401), "the token has expired or was rejected" },
        { Fault.Status(403), "lacks the permission" },
        { Fault.Answer("""{"errors":[{"message":"no space left"}],"data":null}"""), "no space left" },
    };

    public static TheoryData<Fault> FaultsWithoutAnswer =>
        [Fault.LostAnswer(), Fault.CutConnection(), Fault.Status(502), Fault.Answer(
            "<html></html>"), Fault.TooManyRequests(TimeSpan.FromSeconds(0))];

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task The_manifest_becomes_a_template()
    {
        var outcome = (await _account.RunAsync("push")).ShouldExit(0);

        var template = Assert.Single(_account.Spacelift.PluginTemplates);
        Assert.Equal(("scanner", "Scans plans", AccountTool.Manifest("scanner")), (template.Name, template.Description, template.Manifest));
        Assert.Equal(["security", "scan"], template.Labels);
        Assert.Equal($"Created the template scanner ({template.Id}).\n", outcome.Output);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task Name_labels_and_file_can_be_others()
    {
        _account.Tool.Folder.Write("dist/other.yaml", AccountTool.Manifest("other"));
        var result = await _account.JsonAsync("push", "dist/other.yaml", "--name", "scanner-beta", "--labels", "a, b", "--labels", "c");

        var template = Assert.Single(_account.Spacelift.PluginTemplates);
        Assert.Equal("scanner-beta", template.Name);
        Assert.Equal(["a", "b", "c"], template.Labels);
        Assert.Equal((template.Id, "scanner-beta"), ((string?)result["created"]!["id"], (string?)result["created"]!["name"]));
    }

    [Fact]
    public async Task A_template_of_the_same_name_is_warned_of()
    {
        var (own, global) = (_account.AddTemplate("scanner"), _account.AddTemplate("scanner", isGlobal: true));
        _account.AddTemplate("other");
        var outcome = (await _account.RunAsync("push")).ShouldExit(0);
        var made = _account.Spacelift.PluginTemplates[^1].Id;
        Assert.Equal(
            $"warning: other templates are named scanner ({own.Id}, {global.Id}), so 'spaceforge install' needs the new one's id: {made}. "
            + "'spaceforge push --replace' deletes the account's older ones.\n", outcome.Error);
        Assert.Equal($"Created the template scanner ({made}).\n", outcome.Output);
    }

    [Fact]
    public async Task A_list_of_templates_that_cannot_be_read_is_no_failure()
    {
        _account.AddTemplate("scanner");
        _account.Spacelift.Forbidden.Add("pluginTemplates");
        Assert.Equal("warning: the last template cannot be read, so the version was not compared with it.\n",
            (await _account.RunAsync("push")).ShouldExit(0).Error);
        Assert.Equal(2, _account.Spacelift.PluginTemplates.Count);
    }

    [Fact]
    public async Task A_dry_run_sends_nothing_and_needs_no_credentials()
    {
        _account.Tool.Variables["SPACELIFT_API_KEY_SECRET"] = null;
        var text = (await _account.RunAsync("push", "--dry-run")).ShouldExit(0);
        var json = await _account.JsonAsync("push", "--dry-run");

        Assert.StartsWith("mutation PluginTemplateCreate(", text.Output, StringComparison.Ordinal);
        Assert.Contains("\"manifest\": \"(the text of plugin.yaml, ", text.Output, StringComparison.Ordinal);
        Assert.Equal("scanner", (string?)json["requests"]![0]!["variables"]!["input"]!["name"]);
        Assert.Empty(_account.Spacelift.Requests);
    }

    [Theory]
    [InlineData(
        "name: a\nversion: b\n",
        "Nothing was sent, because Spacelift would reject this:\nplugin.yaml:1:1: error SF1104: A manifest needs 'description'.\nplugin.yaml:1:1: error SF1104: A manifest needs 'author'.\n")]
    [InlineData("name: [a\n", "plugin.yaml:2:1: error SF1101: ")]
    [InlineData("- a\n", "plugin.yaml:1:1: error SF1106: ")]
    [InlineData("", "plugin.yaml:1:1: error SF1101: ")]
    [InlineData("name: a\nversion: b\ndescription: c\nauthor: d\nlabels: e\n", "plugin.yaml:5:9: error SF1106: ")]
    [InlineData(null, "There is no manifest in this folder. Create a plugin with: spaceforge new NAME")]
    public async Task An_invalid_manifest_is_not_sent(string? text, string message)
    {
        File.Delete(_account.Tool.Folder.PathOf("plugin.yaml"));
        if (text is not null) _account.Tool.Folder.Write("plugin.yaml", text);

        Assert.Contains(message, (await _account.RunAsync("push")).ShouldExit(2).Error, StringComparison.Ordinal);
        Assert.Empty(_account.Spacelift.Requests);
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public async Task A_refusal_is_reported(Fault fault, string message)
    {
        // Login and the search for the last template succeed.
        _account.Spacelift.Fail(Fault.Delay(TimeSpan.Zero), Fault.Delay(TimeSpan.Zero), fault);
        var outcome = (await _account.RunAsync("push")).ShouldExit(1);

        Assert.Contains($"error: 'mutation PluginTemplateCreate' failed", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("may have been made anyway", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [MemberData(nameof(FaultsWithoutAnswer), DisableDiscoveryEnumeration = true)]
    public async Task A_change_without_an_answer_is_not_sent_again(Fault fault)
    {
        // Login and the search for the last template succeed.
        _account.Spacelift.Fail(Fault.Delay(TimeSpan.Zero), Fault.Delay(TimeSpan.Zero), fault);
        var outcome = (await _account.RunAsync("push")).ShouldExit(1);

        Assert.Equal(["PluginTemplateCreate"], _account.Mutations);
        var refused = outcome.Error.Contains("429", StringComparison.Ordinal);
        Assert.Equal(!refused, outcome.Error.Contains(
            "The change may have been made anyway; check with 'spaceforge list'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_login_without_an_answer_is_tried_again()
    {
        _account.Spacelift.Fail(Fault.TooManyRequests(TimeSpan.Zero));
        var outcome = (await _account.RunAsync("push")).ShouldExit(0);
        Assert.Contains("Spacelift answered 429 TooManyRequests. Retrying in 0.0 s (1 of 4).", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_told_apart_from_a_bad_token()
    {
        _account.Spacelift.Forbidden.Add("pluginTemplateCreate");
        Assert.Contains("the token is valid but lacks the permission",
            (await _account.RunAsync("push")).ShouldExit(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_reported()
    {
        _account.Spacelift.TemplateNamesAreUnique = true;
        _account.AddTemplate("scanner");
        Assert.Contains(
            "plugin template name is already taken", (await _account.RunAsync("push")).ShouldExit(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_too_small_is_refused_unless_it_is_meant()
    {
        const string Required = "[{name: Key, description: '', type: string, sensitive: true, required: true, id: key}]";
        var old = _account.AddTemplate("scanner");
        _account.Tool.Folder.Write("plugin.yaml", AccountTool.Manifest("scanner", Required));

        var refused = (await _account.RunAsync("push", "--json")).ShouldExit(2);
        Assert.Contains("breaking: parameter key was added and is required\n", refused.Error, StringComparison.Ordinal);
        Assert.Contains("This calls for version 2.0.0 (major), but it is 1.0.0.", refused.Error, StringComparison.Ordinal);
        Assert.Equal("2.0.0", (string?)JsonNode.Parse(refused.Output)!["refused"]!["needed"]);
        Assert.Equal([old], _account.Spacelift.PluginTemplates);

        (await _account.RunAsync("push", "--any-version")).ShouldExit(0);
        (await _account.RunAsync("push", "--name", "scanner-beta")).ShouldExit(0);
        _account.Tool.Folder.Write("plugin.yaml", AccountTool.Manifest("scanner").Replace("1.0.0", "2.0.0", StringComparison.Ordinal));
        (await _account.RunAsync("push", "--replace")).ShouldExit(0);
        Assert.Equal("2.0.0", _account.Spacelift.PluginTemplates[^1].Manifest.Split('\'')[1]);
    }

    [Fact]
    public async Task A_terminal_shows_what_is_waited_for()
    {
        (_account.Tool.Variables["TERM"], _account.Tool.Variables["CI"]) = ("xterm", null);
        var seen = new TaskCompletionSource();
        // The first request logs in.
        _account.Spacelift.Fail(Fault.Hold(seen.Task));
        using var terminal = new WatchedTerminal(_account.Tool, "push");
        Assert.Matches("^Waiting for 127.0.0.1 \\(log in\\) [0-9]+ s$", await terminal.RowAsync("Waiting for "));

        seen.SetResult();
        Assert.DoesNotContain(await terminal.EndAsync(exitCode: 0), row => row.Contains("Waiting", StringComparison.Ordinal));
    }
}
