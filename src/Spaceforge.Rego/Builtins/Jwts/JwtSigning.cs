using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Spaceforge.Rego;

/// <summary>io.jwt.encode_sign: creates a token from a header and a payload, signed with the first key of a JSON Web Key Set.</summary>
static class JwtSigning
{
    public static RegoString Sign(BuiltinContext context, string header, string payload, string key)
    {
        context.Spend(1000 + ((header.Length + payload.Length) / 16));
        context.Reserve((header.Length + payload.Length) * 8L);
        var keys = JwtKey.Parse(context, key);
        if (keys.Count == 0)
            throw new BuiltinException("no keys found in JWK set");
        var fields = Fields(header);
        var name = (fields["alg"] as RegoString)?.Value ??
            throw new BuiltinException("missing or invalid 'alg' header: jwsbb: header \"alg\" not found");
        var algorithm = JwtAlgorithm.Find(name) ?? throw new BuiltinException($"unknown JWS algorithm: {name}");
        if (fields["typ"] is not RegoString type || type.Value == "JWT")
            CheckPayload(context, payload);

        var text = $"{Encode(GoBytes.Of(header))}.{Encode(GoBytes.Of(payload))}";
        try
        {
            var signature = algorithm.Sign(keys[0], Encoding.UTF8.GetBytes(text)) ??
                throw new BuiltinException($"invalid key type for algorithm {name}");
            return new($"{text}.{Encode(signature)}");
        }
        catch (CryptographicException exception)
        {
            throw new BuiltinException(exception.Message);
        }
    }

    static string Encode(byte[] bytes) => GoBase64.EncodeUrl(bytes, padded: false);

    static RegoObject Fields(string header)
    {
        if (header.Length == 0)
            throw new BuiltinException("missing or invalid 'alg' header: cannot parse JSON: cannot parse empty string");
        try
        {
            return RegoJson.Parse(header) as RegoObject ?? RegoObject.Empty;
        }
        // A single word is treated as a value without fields.
        catch (JsonException) when (header[0] != '{')
        {
            return RegoObject.Empty;
        }
        catch (JsonException exception)
        {
            throw new BuiltinException($"missing or invalid 'alg' header: cannot parse JSON: {exception.Message}");
        }
    }

    static void CheckPayload(BuiltinContext context, string payload)
    {
        try
        {
            JsonBuiltins.Parse(context, payload);
        }
        catch (BuiltinException exception) when (!exception.AlwaysFails)
        {
            throw new BuiltinException("type is JWT but payload is not JSON");
        }
    }
}
