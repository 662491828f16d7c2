using System.Text.Json.Nodes;
using Spaceforge.Api;

namespace Spaceforge.Cli.Account;

/// <summary>The plugins and plugin templates of an account.</summary>
sealed class PluginAccount(AccountApi api)
{
    const string TemplatesQuery =
        "query PluginTemplates { pluginTemplates { id name isGlobal description labels createdAt parameters { id name type sensitive required default } } }";
    const string ManifestQuery = "query PluginTemplate($id: ID!) { pluginTemplate(id: $id) { manifest } }";
    const string PluginsQuery =
        "query Plugins { plugins { id name labelIdentifier labels createdAt spaceDetails { id } pluginTemplateDetails { id } } }";
    const string SpacesQuery = "query Spaces { spaces { id } }";
    const string CreateTemplate =
        "mutation PluginTemplateCreate($input: PluginTemplateCreateInput!) { pluginTemplateCreate(input: $input) { id } }";
    const string DeleteTemplate = "mutation PluginTemplateDelete($id: ID!) { pluginTemplateDelete(id: $id) { id } }";
    const string InstallPlugin = "mutation PluginInstall($input: PluginInstallInput!) { pluginInstall(input: $input) { id } }";
    const string DeletePlugin = "mutation PluginDelete($id: ID!) { pluginDelete(id: $id) { id } }";

    public async Task<IReadOnlyList<PluginTemplate>> TemplatesAsync() =>
    [
        .. InOrder((await api.QueryAsync(TemplatesQuery, AccountJson.Default.TemplatesAnswer)).PluginTemplates,
            template => template.CreatedAt)
            .Select(template => template with { Parameters = template.Parameters?.OfType<TemplateParameter>().ToArray() }),
    ];

    /// <returns>The manifest of a template; null if the template is gone.</returns>
    public async Task<string?> ManifestOfAsync(string template) =>
        (await api.QueryAsync(ManifestQuery, AccountJson.Default.ManifestAnswer, new JsonObject { ["id"] = template }))
            .PluginTemplate?.Manifest;

    public async Task<IReadOnlyList<InstalledPlugin>> PluginsAsync() =>
        InOrder((await api.QueryAsync(PluginsQuery, AccountJson.Default.PluginsAnswer)).Plugins, plugin => plugin.CreatedAt);

    public async Task<IReadOnlyList<string>> SpacesAsync() =>
        [.. (await api.QueryAsync(SpacesQuery, AccountJson.Default.SpacesAnswer)).Spaces.OfType<IdOnly>()
            .Select(space => space.Id).Order(StringComparer.Ordinal)];

    public async Task<IReadOnlyList<InstalledPlugin>> UsersOfAsync(string template) =>
        [.. (await PluginsAsync()).Where(plugin => plugin.PluginTemplateDetails?.Id == template)];

    /// <returns>The id; null in a dry run.</returns>
    public Task<string?> CreateTemplateAsync(JsonObject input, JsonObject shown) =>
        ChangeAsync(CreateTemplate, new JsonObject { ["input"] = input }, new JsonObject { ["input"] = shown });

    /// <returns>The id; null in a dry run.</returns>
    public Task<string?> InstallAsync(JsonObject input, JsonObject shown) =>
        ChangeAsync(InstallPlugin, new JsonObject { ["input"] = input }, new JsonObject { ["input"] = shown });

    /// <returns>The id; null in a dry run.</returns>
    public Task<string?> DeleteTemplateAsync(string id) => ChangeAsync(DeleteTemplate, new JsonObject { ["id"] = id });

    /// <returns>The id; null in a dry run.</returns>
    public Task<string?> UninstallAsync(string id) => ChangeAsync(DeletePlugin, new JsonObject { ["id"] = id });

    /// <summary>The item that a command line refers to, by id or by unique name.</summary>
    /// <exception cref="UsageException">There is none, or there are several.</exception>
    public static T Find<T>(IReadOnlyList<T> all, string kind, string idOrName)
        where T : INamed
    {
        if (all.FirstOrDefault(item => item.Id == idOrName) is { } found) return found;

        var named = all.Where(item => item.Name == idOrName).ToArray();
        return named.Length switch
        {
            1 => named[0],
            0 =>
                throw new UsageException($"No {kind} has the id or name '{idOrName}'{(all.Count > 0 ? $"; choose one of {Names(all)}" : "")}."),
            _ =>
                throw new UsageException($"There are {named.Length} {kind}s named '{idOrName}'; use one of the ids {AccountText.Of(named.Select(item => item.Id))}."),
        };
    }

    /// <summary>Names with ids, for messages.</summary>
    public static string Names<T>(IEnumerable<T> items)
        where T : INamed => AccountText.Of(items.ToArray());

    async Task<string?> ChangeAsync(string mutation, JsonObject variables, JsonObject? shown = null)
    {
        if (await api.MutateAsync(mutation, variables, shown) is not { } changed) return null;

        return changed["id"] is JsonValue value && value.TryGetValue(out string? id) && id.Length > 0 ? id
            : throw new AccountException(
                $"'{GraphQLText.Name(mutation)}' was answered without an id. The change was probably made; check with 'spaceforge list'.");
    }

    static IReadOnlyList<T> InOrder<T>(IEnumerable<T?> items, Func<T, long> createdAt)
        where T : INamed => [.. items.OfType<T>().OrderBy(item => item.Name, StringComparer.Ordinal)
            .ThenBy(createdAt).ThenBy(item => item.Id, StringComparer.Ordinal)];
}
