using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Spaceforge.Api;

namespace Spaceforge;

/// <summary>A client for the Spacelift GraphQL API, as the run or as a user. The token is renewed before it expires.</summary>
public sealed class SpaceliftClient
{
    readonly SpaceliftApi _api;
    readonly ApiKey? _key;

    internal SpaceliftClient(SpaceliftApi api, ApiKey? key = null) => (_api, _key) = (api, key);

    /// <summary>Sends a GraphQL document.</summary>
    /// <param name="query">The document, for example <c>query { stack(id: "my-stack") { name state } }</c>.</param>
    /// <param name="variables">The document's variables, or null.</param>
    /// <param name="options">Options for the request; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the request; the hook's own token always does.</param>
    /// <returns>The answer's <c>data</c>.</returns>
    /// <exception cref="SpaceliftApiException">There is no data: no answer, an error, an invalid token, or no permission.</exception>
    /// <exception cref="PluginFailedException">The API is not available: the endpoint or the token is not set.</exception>
    public Task<JsonObject> QueryAsync(
        string query, JsonObject? variables = null, ApiOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.QueryAsync(_key, query, variables, options ?? new ApiOptions(), cancellationToken);

    /// <summary>Sends a GraphQL document, and deserializes the data.</summary>
    /// <typeparam name="T">The type of the answer's <c>data</c>.</typeparam>
    /// <param name="query">The document.</param>
    /// <param name="type">The type's metadata from a <c>JsonSerializerContext</c>: native plugins cannot use reflection.</param>
    /// <param name="variables">The document's variables, or null.</param>
    /// <param name="options">Options for the request; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the request; the hook's own token always does.</param>
    /// <exception cref="SpaceliftApiException">There is no data, or it does not match the type.</exception>
    /// <exception cref="PluginFailedException">The API is not available: the endpoint or the token is not set.</exception>
    public async Task<T> QueryAsync<T>(
        string query, JsonTypeInfo<T> type, JsonObject? variables = null, ApiOptions? options = null,
        CancellationToken cancellationToken = default) =>
        GraphQLClient.Read(await QueryAsync(query, variables, options, cancellationToken), query, type);
}
