using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Spaceforge.Http;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.Api;

/// <summary>Asks the Spacelift GraphQL API, with the run's token or a user's.</summary>
sealed class SpaceliftApi(EnvironmentVariables env, RetryingHttp http, PluginLogger log, SecretMasker secrets, TimeProvider clock)
{
    const string TokenVariable = "SPACELIFT_API_TOKEN";
    const string EndpointVariable = "TF_VAR_spacelift_graphql_endpoint";

    readonly GraphQLClient _client = new(http, secrets, "A run's token is good while the run plans, applies or performs.");

    (string Id, string Secret) _key;
    UserToken? _user;

    /// <summary>Exchanges an API key for a token, which later queries use and renew.</summary>
    public async Task UseUserTokenAsync(string id, string secret)
    {
        secrets.Add(secret);
        _user = await _client.ExchangeApiKeyAsync(Endpoint(), id, secret);
        _key = (id, secret);
    }

    public async Task<JsonObject> QueryAsync(string query, JsonObject? variables, bool retryMutation)
    {
        var endpoint = Endpoint();
        if (_user?.IsStale(clock) == true) _user = await _client.ExchangeApiKeyAsync(endpoint, _key.Id, _key.Secret);
        var token = _user?.Jwt ?? env.Get(TokenVariable)?.Trim();
        if (string.IsNullOrEmpty(token)) throw ApiIsOff();

        return await _client.SendAsync(endpoint, token, query, variables, retryMutation || !GraphQLText.IsMutation(query));
    }

    public async Task<T> QueryAsync<T>(string query, JsonTypeInfo<T> type, JsonObject? variables, bool retryMutation) =>
        GraphQLClient.Read(await QueryAsync(query, variables, retryMutation), query, type);

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
