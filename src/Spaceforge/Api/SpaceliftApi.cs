using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
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

    // As the platform's own tool does.
    static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(30);

    UserToken? _user;

    /// <summary>Exchanges an API key for a token, which later queries use and renew.</summary>
    public async Task UseUserTokenAsync(string id, string secret)
    {
        secrets.Add(secret);
        _user = await LogInAsync(id, secret);
    }

    public async Task<JsonObject> QueryAsync(string query, JsonObject? variables, bool retryMutation)
    {
        var endpoint = Endpoint();
        if (_user is { } user && user.ValidUntil - RenewBefore <= clock.GetUtcNow()) _user = await LogInAsync(user.Id, user.Secret);
        var token = _user?.Jwt ?? env.Get(TokenVariable);
        if (string.IsNullOrEmpty(token)) throw ApiIsOff();

        return await SendAsync(endpoint, token, query, variables, retryMutation || !GraphQLText.IsMutation(query));
    }

    public async Task<T> QueryAsync<T>(string query, JsonTypeInfo<T> type, JsonObject? variables, bool retryMutation)
    {
        var data = await QueryAsync(query, variables, retryMutation);
        try
        {
            return data.Deserialize(type) ?? throw new JsonException("The data is null.");
        }
        catch (JsonException e)
        {
            var request = GraphQLText.Name(query);
            throw new SpaceliftApiException(ApiFailure.Unreadable, request, $"The data of '{request}' is no {typeof(T).Name}, at {e.Path ?? "$"}.", innerException: e);
        }
    }

    async Task<UserToken> LogInAsync(string id, string secret)
    {
        const string Query = "mutation UserToken($id: ID!, $secret: String!) { apiKeyUser(id: $id, secret: $secret) { jwt validUntil } }";
        // It changes nothing, although GraphQL calls it so: a token more does no harm.
        var data = await SendAsync(Endpoint(), token: null, Query, new JsonObject { ["id"] = id, ["secret"] = secret }, retry: true);
        if (data["apiKeyUser"] is not JsonObject user || user["jwt"] is not JsonValue jwt || user["validUntil"] is not JsonValue until)
        {
            throw new SpaceliftApiException(ApiFailure.TokenRefused, "mutation UserToken", $"Spacelift does not know the API key '{id}', or its secret is another one.");
        }

        var token = jwt.GetValue<string>();
        secrets.Add(token);
        return new UserToken(id, secret, token, DateTimeOffset.FromUnixTimeSeconds(until.GetValue<long>()));
    }

    async Task<JsonObject> SendAsync(Uri endpoint, string? token, string query, JsonObject? variables, bool retry)
    {
        var request = GraphQLText.Name(query);
        HttpAnswer answer;
        try
        {
            answer = await http.SendAsync(() => Message(endpoint, token, query, variables), retry);
        }
        catch (HttpFailedException e)
        {
            var failure = e.IsPassing ? ApiFailure.NoAnswer : ApiFailure.Unreadable;
            throw new SpaceliftApiException(failure, request, $"'{request}' failed: {e.Message}", innerException: e);
        }

        var body = Parse(answer.Body);
        string[] errors = [.. (body?["errors"] as JsonArray ?? []).Select(error => (error as JsonObject)?["message"]?.ToString() ?? "an error without a message")];
        var told = errors.Length > 0 ? $" {string.Join("; ", errors)}" : "";
        return answer switch
        {
            { Status: HttpStatusCode.Unauthorized } => throw Refused(),
            { Status: HttpStatusCode.Forbidden } => throw NotPermitted(),
            { IsSuccess: false } => throw new SpaceliftApiException(
                ApiFailure.Status, request, $"'{request}' failed: Spacelift answered {answer.StatusText}.{told}", (int)answer.Status, errors),
            _ when errors.Any(error => error.Contains("unauthorized", StringComparison.OrdinalIgnoreCase)) =>
                throw (token is not null && await IsGoodAsync(endpoint, token) ? NotPermitted() : Refused()),
            _ when errors.Length > 0 => throw new SpaceliftApiException(ApiFailure.GraphQL, request, $"'{request}' failed:{told}", (int)answer.Status, errors),
            _ => body?["data"] as JsonObject ?? throw new SpaceliftApiException(
                ApiFailure.Unreadable, request, $"'{request}' failed: Spacelift's answer is no GraphQL ({Kind(answer.Body)}).", (int)answer.Status),
        };

        SpaceliftApiException Refused() => new(
            ApiFailure.TokenRefused, request,
            $"'{request}' failed: the token has expired or was refused.{told} A run's token is good while the run plans, applies or performs.", (int)answer.Status, errors);

        SpaceliftApiException NotPermitted() => new(
            ApiFailure.NotPermitted, request, $"'{request}' failed: the token is good and does not have the permission.{told}", (int)answer.Status, errors);
    }

    /// <summary>The API says «unauthorized» for a bad token and for a missing permission; everybody may ask who they are.</summary>
    async Task<bool> IsGoodAsync(Uri endpoint, string token)
    {
        try
        {
            var answer = await http.SendAsync(() => Message(endpoint, token, "query { viewer { id } }", null), retry: true);
            return Parse(answer.Body) is { } body && body["data"] is JsonObject data && data["viewer"] is JsonObject;
        }
        catch (HttpFailedException)
        {
            return false;
        }
    }

    static HttpRequestMessage Message(Uri endpoint, string? token, string query, JsonObject? variables)
    {
        var body = new JsonObject { ["query"] = query };
        if (variables is not null) body["variables"] = variables.DeepClone();
        return new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Headers = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
    }

    static JsonObject? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string Kind(byte[] body) => body switch
    {
        [] => "it is empty",
        [(byte)'<', ..] => "it is HTML",
        _ => "it is not JSON with data",
    };

    Uri Endpoint()
    {
        var text = env.Get(EndpointVariable);
        if (string.IsNullOrEmpty(text)) throw ApiIsOff();
        if (SpaceliftEndpoint.Parse(text) is { } endpoint) return endpoint;

        log.Write(LogLevel.Warning, $"{EndpointVariable} must start with https://, so the API is off.");
        throw ApiIsOff();
    }

    static PluginFailedException ApiIsOff() => new($"API is not enabled, please export \"{TokenVariable}\" and \"{EndpointVariable}\".");

    sealed record UserToken(string Id, string Secret, string Jwt, DateTimeOffset ValidUntil);
}
