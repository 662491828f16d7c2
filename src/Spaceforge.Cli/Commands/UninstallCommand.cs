using System.CommandLine;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Account;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge uninstall</c>: uninstalls a plugin.</summary>
static class UninstallCommand
{
    static readonly Argument<string> PluginArgument = new("NAME") { Description = "The installed plugin's id or name" };

    public static Command Create() => AccountOptions.For(new Command("uninstall", "Uninstall a plugin from your Spacelift account")
    {
        PluginArgument, AccountOptions.DryRun,
    }, RunAsync);

    static async Task RunAsync(ParseResult parsed, AccountSession session)
    {
        var plugin = PluginAccount.Find(await session.Account.PluginsAsync(), "plugin", parsed.GetRequiredValue(PluginArgument));
        if (await session.Account.UninstallAsync(plugin.Id) is null) return;

        session.Output.Result["uninstalled"] = new JsonObject { ["id"] = plugin.Id, ["name"] = plugin.Name };
        session.Output.Tell($"Uninstalled the plugin {AccountText.Of(plugin)}.");
    }
}
