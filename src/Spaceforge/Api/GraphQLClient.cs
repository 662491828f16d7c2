using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Spaceforge.Http;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.Api;

/// <summary>Sends GraphQL to Spacelift, and distinguishes the possible failures.</summary>
/// <param name="aboutTokens">A sentence to add if the token was rejected.</param>
sealed class GraphQLClient(RetryingHttp http, SecretMasker secrets, string aboutTokens)
{
    // The end of the year 9999.
    const long LatestTime = 253_402_300_799;

    // A server's messages must not flood the log.
    const int MostErrors = 10;
    const int LongestError = 1_000;

    const string ApiKeyMutation =
        "mutation UserToken($id: ID!, $secret: String!) { apiKeyUser(id: $id, secret: $secret) { jwt validUntil } }";

    /// <summary>Exchanges an API key for a token.</summary>
    /// <exception cref="SpaceliftApiException">The key is unknown, or there is no answer.</exception>
    public Task<UserToken> ExchangeApiKeyAsync(Uri endpoint, string id, string secret, CancellationToken cancellationToken = default) =>
        ExchangeAsync(
        endpoint,
        ApiKeyMutation,
        new JsonObject { ["id"] = id, ["secret"] = secret },
        $"The API key '{id}' does not exist, or its secret is wrong.",
        cancellationToken);

    /// <summary>Exchanges a user's credentials for a token, which is masked from now on.</summary>
    /// <param name="mutation">A mutation with a single field, which returns the token.</param>
    /// <param name="refused">The message if Spacelift returns none.</param>
    /// <exception cref="SpaceliftApiException">Spacelift returns no token, or there is no answer.</exception>
    public async Task<UserToken> ExchangeAsync(
        Uri endpoint, string mutation, JsonObject variables, string refused, CancellationToken cancellationToken = default)
    {
        // It is a mutation in GraphQL only: an additional token does no harm, so it can be retried.
        var data = await SendAsync(endpoint, token: null, mutation, variables, retry: true, cancellationToken);
        if (data.FirstOrDefault().Value is not JsonObject user || user["jwt"] is not JsonValue jwt
            || user["validUntil"] is not JsonValue until)
        {
            throw new SpaceliftApiException(ApiFailure.TokenRefused, GraphQLText.Name(mutation), refused);
        }

        if (!jwt.TryGetValue(out string? token) || !until.TryGetValue(out long seconds) || seconds is < 0 or > LatestTime)
        {
            throw new SpaceliftApiException(ApiFailure.Unreadable, GraphQLText.Name(
                mutation), $"'{GraphQLText.Name(mutation)}' failed: Spacelift's answer contains no token with an expiry time.");
        }

        secrets.Add(token);
        return new UserToken(token, DateTimeOffset.FromUnixTimeSeconds(seconds));
    }

    /// <summary>Deserializes an answer's data.</summary>
    /// <exception cref="SpaceliftApiException">The data has an unexpected shape.</exception>
    public static T Read<T>(JsonObject data, string query, JsonTypeInfo<T> type)
    {
        try
        {
            return data.Deserialize(type) ?? throw new JsonException("The data is null.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException
            or NotSupportedException or FormatException or ArgumentException)
        {
            var request = GraphQLText.Name(query);
            var path = (e as JsonException)?.Path ?? "$";
            throw new SpaceliftApiException(ApiFailure.Unreadable,
                request, $"The data of '{request}' cannot be read as {typeof(T).Name}, at {path}.", innerException: e);
        }
    }

    /// <param name="token">The token to send, or null for a request that asks for one.</param>
    /// <param name="retry">Whether the request may be retried: a mutation that may not is sent once.</param>
    /// <exception cref="SpaceliftApiException">There is no data.</exception>
    public async Task<JsonObject> SendAsync(
        Uri endpoint, string? token, string query, JsonObject? variables, bool retry, CancellationToken cancellationToken = default)
    {
        var request = GraphQLText.Name(query);
        if (token?.AsSpan().ContainsAnyExceptInRange('!', '~') == true)
        {
            throw new SpaceliftApiException(ApiFailure.TokenRefused,
                request, $"'{request}' failed: the token is not valid: it contains blanks, line breaks or other invalid characters. {aboutTokens}");
        }

        HttpAnswer answer;
        try
        {
            answer = await http.SendAsync(Message(endpoint, token, query, variables), retry, cancellationToken);
        }
        catch (HttpFailedException e)
        {
            var failure = e.HasAnswer ? ApiFailure.Unreadable : ApiFailure.NoAnswer;
            throw new SpaceliftApiException(failure, request, $"'{request}' failed: {e.Message}", innerException: e);
        }

        var body = JsonAnswer.Read(answer.Body, out var wrong);
        string[] errors = [.. (body?["errors"] as JsonArray ?? []).Take(MostErrors).Select(ErrorText)];
        var told = errors.Length > 0 ? $" {string.Join("; ", errors.Select(LogText.OneLine))}" : "";
        return answer switch
        {
            { Status: HttpStatusCode.Unauthorized } => throw Refused(),
            { Status: HttpStatusCode.Forbidden } => throw NotPermitted(),
            { IsSuccess: false } => throw new SpaceliftApiException(
                ApiFailure.Status, request, $"'{request}' failed: Spacelift answered {answer.StatusText}.{told}",
                (int)answer.Status, errors),
            _ when errors.Any(error => error.Contains("unauthorized", StringComparison.OrdinalIgnoreCase)) =>
                throw (token is not null && await IsGoodAsync(endpoint, token) ? NotPermitted() : Refused()),
            _ when errors.Length > 0 =>
                throw new SpaceliftApiException(ApiFailure.GraphQL, request, $"'{request}' failed:{told}", (int)answer.Status, errors)
                {
                    PartialData = body?["data"] as JsonObject,
                },
            _ => body?["data"] as JsonObject ?? throw new SpaceliftApiException(
                ApiFailure.Unreadable, request, $"'{request}' failed: Spacelift's answer is not GraphQL ({wrong}).", (int)answer.Status),
        };

        SpaceliftApiException Refused() => new(
            ApiFailure.TokenRefused, request,
            $"'{request}' failed: the token has expired or was rejected.{told} {aboutTokens}", (int)answer.Status, errors);

        SpaceliftApiException NotPermitted() => new(
            ApiFailure.NotPermitted, request, $"'{request}' failed: the token is valid but lacks the permission.{told}",
            (int)answer.Status, errors);
    }

    /// <summary>The API says «unauthorized» for invalid tokens and for missing permissions, but everyone may query the viewer.</summary>
    async Task<bool> IsGoodAsync(Uri endpoint, string token)
    {
        try
        {
            var answer = await http.SendAsync(Message(endpoint, token, "query { viewer { id } }", null), retry: true);
            return JsonAnswer.Read(answer.Body, out _) is { } body && body["data"] is JsonObject data && data["viewer"] is JsonObject;
        }
        catch (HttpFailedException)
        {
            return false;
        }
    }

    static HttpRequest Message(Uri endpoint, string? token, string query, JsonObject? variables)
    {
        var body = new JsonObject { ["query"] = query };
        if (variables is not null) body["variables"] = variables.DeepClone();
        return HttpRequest.PostJson(endpoint, body.ToJsonString(), token);
    }

    static string ErrorText(JsonNode? error)
    {
        var text = (error as JsonObject)?["message"]?.ToString() ?? "an error without a message";
        return text.Length > LongestError ? $"{text[..LongestError]}…" : text;
    }
}
