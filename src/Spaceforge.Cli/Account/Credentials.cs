using System.Text.Json.Nodes;
using Spaceforge.Api;

namespace Spaceforge.Cli.Account;

/// <summary>Credentials for an account.</summary>
/// <param name="Endpoint">The account's GraphQL endpoint.</param>
abstract record Credentials(Uri Endpoint)
{
    /// <summary>The secret, which must never be printed.</summary>
    public abstract string Secret { get; }

    /// <summary>The token to send with requests.</summary>
    public abstract Task<string> GetTokenAsync(GraphQLClient client);

    /// <summary>Of a record the compiler would print every member.</summary>
    public sealed override string ToString() => $"{GetType().Name} for {Endpoint.Host}";
}

/// <summary>An API key and its secret, which are exchanged for a token.</summary>
sealed record ApiKeyCredentials(Uri Endpoint, string Id, string Secret) : Credentials(Endpoint)
{
    public override string Secret { get; } = Secret;

    public override async Task<string> GetTokenAsync(GraphQLClient client) => (await client.ExchangeApiKeyAsync(Endpoint, Id, Secret)).Jwt;
}

/// <summary>The GitHub token of a user who can log in to the account with GitHub.</summary>
sealed record GitHubCredentials(Uri Endpoint, string Secret) : Credentials(Endpoint)
{
    public override string Secret { get; } = Secret;

    public override async Task<string> GetTokenAsync(GraphQLClient client)
    {
        const string Mutation = "mutation GitHubUser($token: String!) { oauthUser(token: $token) { jwt validUntil } }";
        return (await client.ExchangeAsync(
            Endpoint, Mutation, new JsonObject { ["token"] = Secret }, "Spacelift does not accept the owner of this GitHub token.")).Jwt;
    }
}

/// <summary>A Spacelift API token.</summary>
sealed record TokenCredentials(Uri Endpoint, string Secret) : Credentials(Endpoint)
{
    public override string Secret { get; } = Secret;

    public override Task<string> GetTokenAsync(GraphQLClient client) => Task.FromResult(Secret);
}
