using System.CommandLine;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Account;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge delete</c>: deletes a plugin template that no plugin uses.</summary>
static class DeleteCommand
{
    static readonly Argument<string> TemplateArgument = new("TEMPLATE") { Description = "The plugin template's id or name" };

    public static Command Create() => AccountOptions.For(new Command("delete", "Delete a plugin template from your Spacelift account")
    {
        TemplateArgument, AccountOptions.DryRun,
    }, RunAsync);

    static async Task RunAsync(ParseResult parsed, AccountSession session)
    {
        var own = (await session.Account.TemplatesAsync()).Where(template => !template.IsGlobal).ToArray();
        var template = PluginAccount.Find(own, "template of this account", parsed.GetRequiredValue(TemplateArgument));
        if (await session.Account.UsersOfAsync(template.Id) is { Count: > 0 } users)
        {
            throw new AccountException($"The template {AccountText.Of(template)} is used by {PluginAccount.Names(users)}. Uninstall these first: spaceforge uninstall ID");
        }

        if (await session.Account.DeleteTemplateAsync(template.Id) is null) return;

        session.Output.Result["deleted"] = new JsonObject { ["id"] = template.Id, ["name"] = template.Name };
        session.Output.Tell($"Deleted the template {AccountText.Of(template)}.");
    }
}
