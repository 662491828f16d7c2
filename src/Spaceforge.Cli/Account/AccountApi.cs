using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Spaceforge.Api;
using Spaceforge.Cli.Json;
using Spaceforge.Http;
using Spaceforge.Secrets;

namespace Spaceforge.Cli.Account;

/// <summary>Queries and changes an account. Credentials are not looked up before the first request.</summary>
/// <param name="find">Finds the credentials.</param>
/// <param name="dryRun">Whether mutations are shown instead of sent.</param>
/// <param name="stop">Cancels queries immediately; a mutation gets its response first.</param>
sealed class AccountApi(Func<Credentials> find, bool dryRun, AccountOutput output, SecretMasker secrets, CancellationToken stop)
    : IDisposable
{
    readonly List<RetryingHttp> _https = [];
    Connection? _connection;

    public void Dispose() => _https.ForEach(http => http.Dispose());

    public async Task<T> QueryAsync<T>(string query, JsonTypeInfo<T> type, JsonObject? variables = null)
    {
        var connection = await ConnectAsync();
        using var waiting = Waiting(connection.Endpoint, query);
        return GraphQLClient.Read(
            await connection.Queries.SendAsync(connection.Endpoint, connection.Token, query, variables, retry: true), query, type);
    }

    /// <summary>Sends a mutation once: without a response there is no way to tell whether it was executed.</summary>
    /// <param name="shown">The variables as a dry run shows them, if the real ones must not be shown.</param>
    /// <returns>The result; null in a dry run.</returns>
    /// <exception cref="AccountException">It is unknown whether the change was made.</exception>
    /// <exception cref="SpaceliftApiException">Nothing was changed.</exception>
    public async Task<JsonObject?> MutateAsync(string mutation, JsonObject variables, JsonObject? shown = null)
    {
        stop.ThrowIfCancellationRequested();
        if (dryRun)
        {
            Show(mutation, shown ?? variables);
            return null;
        }

        var connection = await ConnectAsync();
        var name = GraphQLText.Name(mutation);
        await using var told = stop.Register(
            () =>
                output.Note($"Stopping once Spacelift has answered '{name}'. A second signal stops immediately; 'spaceforge list' then shows what was done."));
        using var waiting = Waiting(connection.Endpoint, mutation);
        try
        {
            var data = await connection.Mutations.SendAsync(connection.Endpoint, connection.Token, mutation, variables, retry: false);
            return data.FirstOrDefault().Value as JsonObject
                ?? throw new AccountException($"'{name}' found nothing to change; it may already be gone. See: spaceforge list");
        }
        catch (SpaceliftApiException e) when (e.Failure is ApiFailure.NoAnswer or ApiFailure.Unreadable || e.StatusCode >= 500)
        {
            throw new AccountException($"{e.Message} The change may have been made anyway; check with 'spaceforge list' before you try again.", e);
        }
    }

    async Task<Connection> ConnectAsync()
    {
        stop.ThrowIfCancellationRequested();
        if (_connection is not null) return _connection;

        var credentials = find();
        secrets.Add(credentials.Secret);
        var queries = Client(stop);
        using var waiting = Waiting(credentials.Endpoint, "log in");
        _connection = new Connection(
            credentials.Endpoint, await credentials.GetTokenAsync(queries), queries, Client(CancellationToken.None));
        return _connection;
    }

    GraphQLClient Client(CancellationToken cancellationToken)
    {
        var http = new RetryingHttp(new HttpSettings(), TimeProvider.System, output.Note, cancellationToken);
        _https.Add(http);
        return new GraphQLClient(http, secrets, "Get a new one, for example with: spacectl profile login");
    }

    IDisposable? Waiting(Uri endpoint, string document) =>
        output.Waiting($"Waiting for {endpoint.Host} ({(document.Contains('{', StringComparison.Ordinal) ? GraphQLText.Name(document) : document)})");

    void Show(string mutation, JsonObject variables)
    {
        output.Tell($"{mutation}\n{JsonText.Of(variables, indented: true)}");
        if (output.Result["requests"] is not JsonArray requests) output.Result["requests"] = requests = [];
        requests.Add((JsonNode)new JsonObject { ["query"] = mutation, ["variables"] = variables.DeepClone() });
    }

    sealed record Connection(Uri Endpoint, string Token, GraphQLClient Queries, GraphQLClient Mutations);
}
