using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Spaceforge.Api;

namespace Spaceforge;

/// <summary>Asks the Spacelift GraphQL API as the run, or as a user. The token is renewed before it expires.</summary>
public sealed class SpaceliftClient
{
    readonly SpaceliftApi _api;
    readonly ApiKey? _key;

    internal SpaceliftClient(SpaceliftApi api, ApiKey? key = null) => (_api, _key) = (api, key);

    /// <summary>Sends a GraphQL document.</summary>
    /// <param name="query">The document, for instance <c>query { stack(id: "my-stack") { name state } }</c>.</param>
    /// <param name="variables">Values of the document's variables, or null.</param>
    /// <param name="options">How it is sent; null for the defaults.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; the hook's own token always does.</param>
    /// <returns>What the answer has under <c>data</c>.</returns>
    /// <exception cref="SpaceliftApiException">There is no data: no answer, an error, a refused token, no permission.</exception>
    /// <exception cref="PluginFailedException">The API is off: the endpoint or the token is not set.</exception>
    public Task<JsonObject> QueryAsync(
        string query, JsonObject? variables = null, ApiOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.QueryAsync(_key, query, variables, options ?? new ApiOptions(), cancellationToken);

    /// <summary>Sends a GraphQL document, and reads the data as a type.</summary>
    /// <typeparam name="T">The shape of what the answer has under <c>data</c>.</typeparam>
    /// <param name="query">The document.</param>
    /// <param name="type">How the type is read, from a <c>JsonSerializerContext</c>: native plugins have no reflection for it.</param>
    /// <param name="variables">Values of the document's variables, or null.</param>
    /// <param name="options">How it is sent; null for the defaults.</param>
    /// <param name="cancellationToken">Stops waiting for the answer; the hook's own token always does.</param>
    /// <exception cref="SpaceliftApiException">There is no data, or it has another shape.</exception>
    /// <exception cref="PluginFailedException">The API is off: the endpoint or the token is not set.</exception>
    public async Task<T> QueryAsync<T>(
        string query, JsonTypeInfo<T> type, JsonObject? variables = null, ApiOptions? options = null,
        CancellationToken cancellationToken = default) =>
        GraphQLClient.Read(await QueryAsync(query, variables, options, cancellationToken), query, type);
}
