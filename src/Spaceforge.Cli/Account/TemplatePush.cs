using System.Text.Json.Nodes;
using Spaceforge.Cli.Manifests;

namespace Spaceforge.Cli.Account;

/// <summary>Creates a template from a manifest, and deletes those that it replaces. The platform cannot update a template.</summary>
sealed class TemplatePush(PluginAccount account, AccountOutput output)
{
    readonly JsonArray _deleted = [];
    readonly JsonArray _kept = [];

    public async Task RunAsync(ManifestFile manifest, string name, IReadOnlyList<string> labels, bool replace)
    {
        var old = replace ? (await account.TemplatesAsync()).Where(template => template.Name == name && !template.IsGlobal).ToArray() : [];
        string? created;
        try
        {
            created = await CreateAsync(manifest, name, labels);
        }
        catch (SpaceforgeException) when (old.Length > 0)
        {
            output.Note($"Nothing was deleted; still there: {PluginAccount.Names(old)}.");
            throw;
        }

        if (created is not null)
        {
            output.Result["created"] = new JsonObject { ["id"] = created, ["name"] = name };
            if (replace) (output.Result["deleted"], output.Result["kept"]) = (_deleted, _kept);
            output.Tell($"Created the template {AccountText.Of(name)} ({AccountText.Of(created)}).");
        }

        if (created is not null && !replace) await WarnOfNamesakesAsync(name, created);
        var left = new Queue<PluginTemplate>(old);
        try
        {
            for (; left.TryPeek(out var template); left.Dequeue()) await RemoveAsync(template, created ?? "the new template");
        }
        catch (Exception e) when (created is not null && e is SpaceforgeException or OperationCanceledException)
        {
            output.Note(
                $"The template {AccountText.Of(name)} ({AccountText.Of(created!)}) was created and can be used. It was meant to replace {PluginAccount.Names(left)}, which may still exist: "
                + $"see 'spaceforge list', then: {string.Join("; ", left.Take(AccountText.MostNames).Select(template => $"spaceforge delete {AccountText.Argument(template.Id)}"))}");
            throw;
        }
    }

    async Task WarnOfNamesakesAsync(string name, string created)
    {
        IReadOnlyList<PluginTemplate> templates;
        try
        {
            templates = await account.TemplatesAsync();
        }
        catch (SpaceforgeException)
        {
            // The template was created, so the command has succeeded.
            return;
        }

        string[] others = [.. templates.Where(template => template.Name == name && template.Id != created).Select(template => template.Id)];
        if (others.Length == 0) return;

        output.Note(
            $"warning: {(others.Length == 1 ? "another template is" : "other templates are")} named {AccountText.Of(name)} ({AccountText.Of(others)}), "
            + $"so 'spaceforge install' needs the new one's id: {AccountText.Of(created)}. 'spaceforge push --replace' deletes the account's older ones.");
    }

    Task<string?> CreateAsync(ManifestFile manifest, string name, IReadOnlyList<string> labels)
    {
        var input = new JsonObject
        {
            ["name"] = name,
            ["manifest"] = manifest.Text,
            ["description"] = manifest.Manifest.Description,
            ["labels"] = new JsonArray([.. labels.Select(label => (JsonNode)label)]),
        };
        // A manifest is long and may contain secrets in variables and files.
        var shown = (JsonObject)input.DeepClone();
        shown["manifest"] = $"(the text of {manifest.File}, {manifest.Text.Length} characters)";
        return account.CreateTemplateAsync(input, shown);
    }

    async Task RemoveAsync(PluginTemplate template, string replacement)
    {
        var users = await account.UsersOfAsync(template.Id);
        if (users.Count > 0)
        {
            _kept.Add((JsonNode)new JsonObject
            {
                ["id"] = template.Id,
                ["usedBy"] = new JsonArray([.. users.Select(plugin => (JsonNode)plugin.Id)])
            });
            output.Tell(
                $"Kept the old template {AccountText.Of(template.Id)}, which is used by {PluginAccount.Names(users)}. "
                + $"Reinstall these from {AccountText.Of(replacement)} and uninstall the old ones, then: spaceforge delete {AccountText.Argument(template.Id)}");
            return;
        }

        if (await account.DeleteTemplateAsync(template.Id) is null) return;

        _deleted.Add((JsonNode)template.Id);
        output.Tell($"Deleted the old template {AccountText.Of(template.Id)}.");
    }
}
