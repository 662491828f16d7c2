using System.Text.Json.Nodes;
using Spaceforge.Secrets;

namespace Spaceforge.Cli.Account;

/// <summary>A plugin to install, with checked parameters.</summary>
sealed record PluginInstallation(
    PluginTemplate Template, string Name, string Space, string StackLabel,
    IReadOnlyList<string> Labels, IReadOnlyList<(TemplateParameter Parameter, string Value)> Parameters)
{
    const string Root = "root";

    public async Task RunAsync(PluginAccount account, AccountOutput output, SecretMasker secrets)
    {
        foreach (var (parameter, value) in Parameters)
        {
            if (parameter.Sensitive) secrets.Add(value);
        }

        await CheckSpaceAsync(account);
        if (await account.InstallAsync(Input(hidden: null), Input("*****")) is not { } id) return;

        output.Result["installed"] =
            new JsonObject { ["id"] = id, ["name"] = Name, ["template"] = Template.Id, ["space"] = Space, ["stackLabel"] = StackLabel };
        output.Tell($"Installed the plugin {AccountText.Of(Name)} ({AccountText.Of(id)}) from {AccountText.Of(Template)} in the space {Space}, for stacks with the label {StackLabel}.");
    }

    /// <summary>Rejects an unknown space. If the user may not list spaces, Spacelift itself rejects it.</summary>
    async Task CheckSpaceAsync(PluginAccount account)
    {
        if (Space == Root) return;

        IReadOnlyList<string> spaces;
        try
        {
            spaces = await account.SpacesAsync();
        }
        catch (SpaceliftApiException e) when (e.Failure is ApiFailure.NotPermitted)
        {
            return;
        }

        if (!spaces.Contains(Space)) throw new UsageException($"Space '{Space}' not found; the account has {AccountText.Of(spaces)}.");
    }

    /// <param name="hidden">The replacement for sensitive values; null shows them.</param>
    JsonObject Input(string? hidden) => new()
    {
        ["name"] = Name,
        ["pluginTemplateID"] = Template.Id,
        ["space"] = Space,
        ["labelIdentifier"] = StackLabel,
        ["labels"] = new JsonArray([.. Labels.Select(label => (JsonNode)label)]),
        ["parameters"] = new JsonArray([.. Parameters.Select(given => new JsonObject
        {
            ["id"] = given.Parameter.Id,
            ["value"] = given.Parameter.Sensitive ? hidden ?? given.Value : given.Value,
        })]),
    };
}
