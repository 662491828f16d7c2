using System.Text.Json;

namespace Spaceforge.Cli.Account;

/// <summary>The profiles that spacectl stores.</summary>
sealed class ProfileFile
{
    const int ApiKey = 1;
    const int GitHub = 2;
    const int Token = 3;

    /// <param name="env">Determines where the file is.</param>
    public ProfileFile(EnvironmentVariables env)
    {
        var folder = env.Get("SPACELIFT_CONFIG_DIR") is { Length: > 0 } given ? given
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".spacelift");
        Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, "config.json"));
    }

    /// <summary>The path of the file, which may not exist.</summary>
    public string Path { get; }

    /// <summary>The credentials of a profile, or of the current one; null if no profile was requested and none exists.</summary>
    /// <exception cref="UsageException">The file or the profile is invalid; messages repeat nothing from the file but
    /// aliases.</exception>
    public (string Alias, Credentials Credentials)? Find(string? alias)
    {
        var profiles = Read();
        alias ??= profiles?.CurrentProfileAlias is { Length: > 0 } current ? current : null;
        if (alias is null) return null;

        if (profiles?.Profiles is not { Count: > 0 } all)
        {
            throw new UsageException($"Profile '{alias}' not found: {Path} has no profiles. Create it with: spacectl profile login {alias}");
        }

        return all.TryGetValue(alias, out var profile)
            ? (alias, Credentials(alias, profile?.Credentials ?? throw Wrong(alias, "has no credentials")))
            : throw new UsageException($"Profile '{alias}' not found in {Path}; it has {string.Join(", ", all.Keys.Order(StringComparer.Ordinal))}.");
    }

    StoredProfiles? Read()
    {
        if (PrivateFile.Read(Path) is not { } text) return null;

        try
        {
            return JsonSerializer.Deserialize(text, ProfileJson.Default.StoredProfiles);
        }
        catch (JsonException e)
        {
            // The inner message may quote the file.
            throw new UsageException($"{Path} is not a valid profiles file: the first error is on line {(e.LineNumber ?? 0) + 1}. Recreate it with: spacectl profile login");
        }
    }

    Credentials Credentials(string alias, StoredCredentials stored)
    {
        switch (stored.Type)
        {
            case ApiKey:
                return new ApiKeyCredentials(Endpoint(), Needed(stored.KeyId, "key_id"), Needed(stored.KeySecret, "key_secret"));
            case GitHub:
                return new GitHubCredentials(Endpoint(), Needed(stored.AccessToken, "access_token"));
            case Token:
                var token = Needed(stored.AccessToken, "access_token");
                return new TokenCredentials(
                    string.IsNullOrEmpty(stored.Endpoint) ? AccountAddress.OfToken(token, $"the profile '{alias}'") : Endpoint(), token);
            default:
                throw Wrong(
                    alias, $"has credentials of unknown type {stored.Type}; the types are {ApiKey} (API key), {GitHub} (GitHub) and {Token} (token)");
        }

        Uri Endpoint() => AccountAddress.Parse(Needed(stored.Endpoint, "endpoint"), $"the profile '{alias}'");

        string Needed(string? value, string name) => string.IsNullOrEmpty(value) ? throw Wrong(alias, $"has no '{name}'") : value;
    }

    UsageException Wrong(string alias, string why) =>
        new($"The profile '{alias}' in {Path} {why}. Recreate it with: spacectl profile login {alias}");
}
