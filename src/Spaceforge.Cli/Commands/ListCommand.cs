using System.CommandLine;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Account;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge list</c>: shows the plugins and the plugin templates of an account.</summary>
static class ListCommand
{
    static readonly Option<bool> GlobalOption = new("--global") { Description = "Include Spacelift's own templates" };

    public static Command Create() => AccountOptions.For(
        new Command("list", "List the plugins and plugin templates in your Spacelift account") { GlobalOption }, RunAsync);

    static async Task RunAsync(ParseResult parsed, AccountSession session)
    {
        var all = await session.Account.TemplatesAsync();
        var plugins = await session.Account.PluginsAsync();
        var templates = all.Where(template => !template.IsGlobal || parsed.GetValue(GlobalOption)).ToArray();
        session.Output.Result["plugins"] = new JsonArray([.. plugins.Select(plugin => plugin.ToJson())]);
        session.Output.Result["templates"] = new JsonArray([.. templates.Select(template => template.ToJson())]);

        if (plugins.Count == 0) session.Output.Tell("No plugins are installed.");
        else
        {
            session.Output.Tell(
                ["PLUGIN", "ID", "SPACE", "STACK LABEL", "TEMPLATE"],
                plugins.Select(
                    plugin => (string[])[plugin.Name, plugin.Id, plugin.SpaceDetails.Id, plugin.LabelIdentifier, TemplateOf(plugin)]));
        }

        session.Output.Tell("");
        if (templates.Length == 0) session.Output.Tell("There are no plugin templates. Create one with: spaceforge push");
        else
        {
            session.Output.Tell(
                ["TEMPLATE", "ID", "CREATED", "USED BY"],
                templates.Select(
                    template => (string[])[template.Name, template.Id, AccountTime.Text(
                        template.CreatedAt), $"{plugins.Count(plugin => plugin.PluginTemplateDetails?.Id == template.Id)}"]));
        }

        string TemplateOf(InstalledPlugin plugin) =>
            all.FirstOrDefault(template => template.Id == plugin.PluginTemplateDetails?.Id)?.Name ?? plugin.PluginTemplateDetails?.Id ?? "";
    }
}
