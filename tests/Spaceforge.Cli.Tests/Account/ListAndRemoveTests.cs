using Spaceforge.Testing;

namespace Spaceforge.Cli.Tests.Account;

/// <summary><c>spaceforge list</c>, <c>uninstall</c> and <c>delete</c>.</summary>
public sealed class ListAndRemoveTests : IDisposable
{
    readonly AccountTool _account = new();

    public void Dispose() => _account.Dispose();

    [Fact]
    public async Task Plugins_and_templates_are_listed_in_the_order_of_their_names()
    {
        var scanner = _account.AddTemplate("scanner");
        _account.AddTemplate("infracost", isGlobal: true);
        _account.AddPlugin("scan-b", scanner);
        _account.AddPlugin("scan-a", scanner);

        Assert.Equal(
            """
            PLUGIN  ID         SPACE  STACK LABEL  TEMPLATE
            ──────  ─────────  ─────  ───────────  ────────
            scan-a  01PLUGIN1  root   scan         scanner
            scan-b  01PLUGIN0  root   scan         scanner

            TEMPLATE  ID           CREATED               USED BY
            ────────  ───────────  ────────────────────  ───────
            scanner   01TEMPLATE0  1970-01-01T00:00:00Z  2

            """,
            (await _account.RunAsync("list")).ShouldExit(0).Output);

        var json = await _account.JsonAsync("list", "--global");
        Assert.Equal(["scan-a", "scan-b"], json["plugins"]!.AsArray().Select(plugin => (string?)plugin!["name"]));
        Assert.Equal(["infracost", "scanner"], json["templates"]!.AsArray().Select(template => (string?)template!["name"]));
    }

    [Theory]
    [InlineData("""{"data":{"plugins":[null]}}""", 0)]
    [InlineData("""{"data":{"plugins":null}}""", 1)]
    [InlineData("""{"data":{}}""", 1)]
    [InlineData("""{"data":{"plugins":{"id":1}}}""", 1)]
    [InlineData("""{"data":{"plugins":[],"plugins":[]}}""", 1)]
    [InlineData("""{"data":{"plugins":[{"id":7,"name":[]}]}}""", 1)]
    [InlineData(
        """{"data":{"plugins":[{"id":null,"name":null,"labelIdentifier":null,"labels":null,"createdAt":0,"spaceDetails":null,"pluginTemplateDetails":null}]}}""", 1)]
    [InlineData(
        """{"data":{"plugins":[{"id":"a","name":"b","labelIdentifier":"c","labels":[null],"createdAt":1e30,"spaceDetails":{"id":"s"},"pluginTemplateDetails":null}]}}""", 1)]
    [InlineData(
        """{"data":{"plugins":[{"id":"a","name":"half \ud800","labelIdentifier":"c","labels":[null],"createdAt":9223372036854775807,"spaceDetails":{"id":"s"},"pluginTemplateDetails":null}]}}""", 0)]
    [InlineData("""{"errors":{"message":"x"},"data":[]}""", 1)]
    [Attack("API", "malformed answers to list", "a clear error, or the valid part, and no stack trace")]
    public async Task Answers_of_a_wrong_shape_are_no_crash(string answer, int exitCode)
    {
        foreach (var arguments in (string[][])[["list"], ["list", "--json"]])
        {
            // The first requests are for a token and for templates.
            _account.Spacelift.Fail(Fault.Hold(Task.CompletedTask), Fault.Hold(Task.CompletedTask), Fault.Answer(answer));
            var outcome = (await _account.RunAsync(arguments)).ShouldExit(exitCode);
            Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
            if (exitCode != 0) Assert.Contains("error: ", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_empty_account_says_so()
    {
        Assert.Equal("No plugins are installed.\n\nThere are no plugin templates. Create one with: spaceforge push\n",
            (await _account.RunAsync("list")).ShouldExit(0).Output);
        Assert.Empty((await _account.JsonAsync("list"))["plugins"]!.AsArray());
    }

    [Fact]
    public async Task A_list_without_the_permission_fails()
    {
        _account.Spacelift.Forbidden.Add("plugins");
        var outcome = (await _account.RunAsync("list", "--json")).ShouldExit(1);
        Assert.Contains("lacks the permission", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("01PLUGIN0")]
    [InlineData("scan-all")]
    public async Task A_plugin_is_uninstalled_by_its_id_or_name(string named)
    {
        _account.AddPlugin("scan-all", _account.AddTemplate("scanner"));
        (await _account.RunAsync("uninstall", named, "--dry-run")).ShouldExit(0);
        Assert.Single(_account.Spacelift.Plugins);

        Assert.Equal("Uninstalled the plugin scan-all (01PLUGIN0).\n", (await _account.RunAsync("uninstall", named)).ShouldExit(0).Output);
        Assert.Empty(_account.Spacelift.Plugins);
        Assert.Contains($"No plugin has the id or name '{named}'.",
            (await _account.RunAsync("uninstall", named)).ShouldExit(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_in_use_is_not_deleted()
    {
        var template = _account.AddTemplate("scanner");
        var plugin = _account.AddPlugin("scan-all", template);

        Assert.Contains("is used by scan-all (01PLUGIN0). Uninstall these first",
            (await _account.RunAsync("delete", "scanner")).ShouldExit(1).Error, StringComparison.Ordinal);
        Assert.Empty(_account.Mutations);

        _account.Spacelift.Plugins.Remove(plugin);
        Assert.Equal(template.Id, (string?)(await _account.JsonAsync("delete", "scanner"))["deleted"]!["id"]);
        Assert.Empty(_account.Spacelift.PluginTemplates);
    }

    [Fact]
    public async Task A_template_of_everybody_is_not_deleted()
    {
        _account.AddTemplate("infracost", isGlobal: true);
        Assert.Contains("No template of this account has the id or name 'infracost'.",
            (await _account.RunAsync("delete", "infracost")).ShouldExit(2).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uninstall", "scan-all", "pluginDelete")]
    [InlineData("delete", "unused", "pluginTemplateDelete")]
    public async Task A_removal_without_the_permission_is_reported(string command, string named, string forbidden)
    {
        _account.AddPlugin("scan-all", _account.AddTemplate("scanner"));
        _account.AddTemplate("unused");
        _account.Spacelift.Forbidden.Add(forbidden);
        Assert.Contains(
            "lacks the permission", (await _account.RunAsync(command, named)).ShouldExit(1).Error, StringComparison.Ordinal);
    }
}
