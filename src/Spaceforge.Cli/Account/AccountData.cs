using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Spaceforge.Cli.Account;

/// <summary>Something that a command line can refer to by id or name.</summary>
interface INamed
{
    string Id { get; }

    string Name { get; }
}

/// <summary>A plugin template, either the account's or a global one.</summary>
sealed record PluginTemplate(
    string Id, string Name, bool IsGlobal, string? Description, IReadOnlyList<string>? Labels,
    IReadOnlyList<TemplateParameter>? Parameters, long CreatedAt) : INamed
{
    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["isGlobal"] = IsGlobal,
        ["description"] = Description,
        ["labels"] = new JsonArray([.. (Labels ?? []).Select(label => (JsonNode)label)]),
        ["createdAt"] = AccountTime.Text(CreatedAt),
    };
}

/// <summary>A parameter of a template, with its default as text.</summary>
sealed record TemplateParameter(string Id, string Name, string? Type, bool Sensitive, bool Required, string? Default);

/// <summary>A plugin that is installed in a space.</summary>
sealed record InstalledPlugin(
    string Id, string Name, string LabelIdentifier, IReadOnlyList<string>? Labels,
    IdOnly SpaceDetails, IdOnly? PluginTemplateDetails, long CreatedAt) : INamed
{
    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["space"] = SpaceDetails.Id,
        ["stackLabel"] = LabelIdentifier,
        ["template"] = PluginTemplateDetails?.Id,
        ["labels"] = new JsonArray([.. (Labels ?? []).Select(label => (JsonNode)label)]),
        ["createdAt"] = AccountTime.Text(CreatedAt),
    };
}

sealed record IdOnly(string Id);

sealed record TemplatesAnswer(IReadOnlyList<PluginTemplate> PluginTemplates);

sealed record ManifestAnswer(ManifestOnly? PluginTemplate);

sealed record ManifestOnly(string? Manifest);

sealed record PluginsAnswer(IReadOnlyList<InstalledPlugin> Plugins);

sealed record SpacesAnswer(IReadOnlyList<IdOnly> Spaces);

static class AccountTime
{
    const long Latest = 253_402_300_799;

    /// <summary>Formats a time of the API, in seconds since 1970.</summary>
    public static string Text(long seconds) => seconds is < 0 or > Latest ? seconds.ToString(CultureInfo.InvariantCulture)
        : DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

[JsonSerializable(typeof(TemplatesAnswer))]
[JsonSerializable(typeof(ManifestAnswer))]
[JsonSerializable(typeof(PluginsAnswer))]
[JsonSerializable(typeof(SpacesAnswer))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
sealed partial class AccountJson : JsonSerializerContext;
