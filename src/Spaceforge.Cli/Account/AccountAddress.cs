using System.Buffers.Text;
using System.Text.Json;
using Spaceforge.Api;

namespace Spaceforge.Cli.Account;

/// <summary>An account's GraphQL endpoint.</summary>
static class AccountAddress
{
    const string Path = "/graphql";

    /// <param name="text">The account's address, for instance <c>https://example.app.spacelift.io</c>, with or without the path.</param>
    /// <param name="source">Where the address comes from, for messages.</param>
    public static Uri Parse(string text, string source)
    {
        var address = text.TrimEnd('/');
        return SpaceliftEndpoint.Parse(address.EndsWith(Path, StringComparison.Ordinal) ? address : address + Path)
            ?? throw new UsageException($"The address in {source} must start with https://, for instance https://example.app.spacelift.io.");
    }

    /// <summary>The address that a token is for: its only audience.</summary>
    public static Uri OfToken(string token, string source) =>
        Audience(token) is { } audience
            ? Parse(audience, source)
            : throw new UsageException($"{source} is not a Spacelift token: expected a JWT whose only audience is the account's URL.");

    static string? Audience(string token)
    {
        try
        {
            if (token.Split('.') is not [_, var payload, _]) return null;

            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            if (claims.RootElement.ValueKind != JsonValueKind.Object || !claims.RootElement.TryGetProperty("aud", out var audience))
            {
                return null;
            }

            if (audience.ValueKind == JsonValueKind.Array && audience.GetArrayLength() == 1) audience = audience[0];
            return audience.ValueKind == JsonValueKind.String ? audience.GetString() : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
