using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Spaceforge.Http;
using Spaceforge.Logging;
using Spaceforge.Pending;
using Spaceforge.Secrets;

namespace Spaceforge.Api;

/// <summary>Sends requests to the Spacelift GraphQL API, with the run's token or a user's.</summary>
sealed class SpaceliftApi(
    EnvironmentVariables env, RetryingHttp http, PluginLogger log, SecretMasker secrets, TimeProvider clock, StartedWork started)
{
    const string TokenVariable = "SPACELIFT_API_TOKEN";
    const string EndpointVariable = "TF_VAR_spacelift_graphql_endpoint";

    readonly GraphQLClient _client = new(http, secrets, "A run's token is valid while the run plans, applies or performs.");

    /// <summary>Returns a client for the user of an API key, which is exchanged for a token immediately.</summary>
    public Task<SpaceliftClient> ConnectAsync(string id, string secret, CancellationToken cancellationToken) =>
        started.FollowAsync("ConnectAsUserAsync", id, ExchangeAsync(id, secret, cancellationToken));

    async Task<SpaceliftClient> ExchangeAsync(string id, string secret, CancellationToken cancellationToken)
    {
        secrets.Add(secret);
        var key = new ApiKey(id, secret);
        key.Token = await _client.ExchangeApiKeyAsync(Endpoint(), id, secret, cancellationToken);
        return new SpaceliftClient(this, key);
    }

    /// <param name="key">The user's key; null for the run.</param>
    public Task<JsonObject> QueryAsync(
        ApiKey? key, string query, JsonObject? variables, ApiOptions options, CancellationToken cancellationToken) =>
        started.FollowAsync("QueryAsync", query, SendAsync(key, query, variables, options, cancellationToken));

    async Task<JsonObject> SendAsync(
        ApiKey? key, string query, JsonObject? variables, ApiOptions options, CancellationToken cancellationToken)
    {
        var endpoint = Endpoint();
        if (key?.Token?.IsStale(clock) == true)
        {
            key.Token = await _client.ExchangeApiKeyAsync(endpoint, key.Id, key.Secret, cancellationToken);
        }

        var token = key is null ? env.Get(TokenVariable)?.Trim() : key.Token!.Jwt;
        if (string.IsNullOrEmpty(token)) throw ApiIsOff();

        var retry = options.RetryMutation || !GraphQLText.IsMutation(query);
        return await _client.SendAsync(endpoint, token, query, variables, retry, cancellationToken);
    }

    Uri Endpoint()
    {
        var text = env.Get(EndpointVariable);
        if (string.IsNullOrEmpty(text)) throw ApiIsOff();
        if (SpaceliftEndpoint.Parse(text) is { } endpoint) return endpoint;

        log.Write(LogLevel.Warning, $"{EndpointVariable} must start with https://, so the API is off.");
        throw ApiIsOff();
    }

    static PluginFailedException ApiIsOff() => new($"API is not enabled, please export \"{TokenVariable}\" and \"{EndpointVariable}\".");
}
