namespace Spaceforge.Cli.Account;

/// <summary>Credentials in environment variables, in spacectl's order: token, GitHub token, API key.</summary>
/// <param name="note">Receives notes about deprecated variables.</param>
sealed class EnvironmentCredentials(EnvironmentVariables env, Action<string> note)
{
    public const string Token = "SPACELIFT_API_TOKEN";
    public const string Endpoint = "SPACELIFT_API_KEY_ENDPOINT";
    public const string KeyId = "SPACELIFT_API_KEY_ID";
    public const string KeySecret = "SPACELIFT_API_KEY_SECRET";

    const string OldEndpoint = "SPACELIFT_API_ENDPOINT";
    const string GitHubToken = "SPACELIFT_API_GITHUB_TOKEN";
    const string PreferredMethod = "SPACELIFT_API_PREFERRED_METHOD";

    /// <summary>The method that is tried first, and the variables that it needs.</summary>
    static readonly (string Name, string[] Variables)[] Methods =
        [("token", [Token]), ("github", [Endpoint, GitHubToken]), ("apikey", [Endpoint, KeyId, KeySecret])];

    /// <summary>The credentials; null if no method has all of its variables.</summary>
    /// <exception cref="UsageException">A variable has an invalid value.</exception>
    public Credentials? Find()
    {
        foreach (var (name, variables) in Tried())
        {
            if (!variables.All(IsSet)) continue;

            return name switch
            {
                "token" => new TokenCredentials(AccountAddress.OfToken(Get(Token)!, Token), Get(Token)!),
                "github" => new GitHubCredentials(FindEndpoint(), Get(GitHubToken)!),
                _ => new ApiKeyCredentials(FindEndpoint(), Get(KeyId)!, Get(KeySecret)!),
            };
        }

        return null;
    }

    /// <summary>What is missing if some variables are set but no method is complete; null if nothing is set.</summary>
    public string? Missing()
    {
        var begun = Tried().Where(method => method.Variables.Any(IsSet)).ToArray();
        if (begun.Length == 0) return null;

        var (_, variables) = begun.MaxBy(method => method.Variables.Count(IsSet));
        return $"the environment has {string.Join(" and ", variables.Where(IsSet))}, but not {string.Join(" and ", variables.Where(variable => !IsSet(variable)))}";
    }

    (string Name, string[] Variables)[] Tried()
    {
        var preferred = Get(PreferredMethod)?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(preferred)) return Methods;

        var chosen = Methods.Where(method => method.Name == preferred).ToArray();
        return chosen.Length > 0
            ? chosen
            : throw new UsageException($"{PreferredMethod} is '{preferred}'; it must be one of {string.Join(", ", Methods.Select(method => method.Name))}.");
    }

    Uri FindEndpoint()
    {
        if (Get(Endpoint) is { } endpoint) return AccountAddress.Parse(endpoint, Endpoint);

        note($"{OldEndpoint} is deprecated; set {Endpoint} instead.");
        return AccountAddress.Parse(Get(OldEndpoint)!, OldEndpoint);
    }

    bool IsSet(string variable) => Get(variable) is not null || (variable == Endpoint && Get(OldEndpoint) is not null);

    string? Get(string variable) => env.Get(variable) is { Length: > 0 } value ? value : null;
}
