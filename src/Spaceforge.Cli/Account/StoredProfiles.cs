using System.Text.Json.Serialization;

namespace Spaceforge.Cli.Account;

/// <summary>The profiles file, as it is stored.</summary>
sealed record StoredProfiles(
    [property: JsonPropertyName("currentProfileAlias")] string? CurrentProfileAlias,
    [property: JsonPropertyName("profiles")] Dictionary<string, Profile?>? Profiles);

sealed record Profile([property: JsonPropertyName("credentials")] StoredCredentials? Credentials);

sealed record StoredCredentials(
    [property: JsonPropertyName("type")] int Type,
    [property: JsonPropertyName("endpoint")] string? Endpoint,
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("key_id")] string? KeyId,
    [property: JsonPropertyName("key_secret")] string? KeySecret);

[JsonSerializable(typeof(StoredProfiles))]
sealed partial class ProfileJson : JsonSerializerContext;
