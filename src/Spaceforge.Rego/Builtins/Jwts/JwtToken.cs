using System.Text;

namespace Spaceforge.Rego;

/// <summary>A signed token: three parts in base64url.</summary>
sealed class JwtToken
{
    readonly string[] _parts;

    JwtToken(string[] parts) => _parts = parts;

    public static JwtToken Split(string text)
    {
        if (!text.Contains('.'))
            throw new BuiltinException("encoded JWT had no period separators");
        var parts = text.Split('.');
        return parts.Length == 3 ? new(parts) : throw new BuiltinException($"encoded JWT must have 3 sections, found {parts.Length}");
    }

    /// <summary>The signed part.</summary>
    public byte[] SignedBytes => Encoding.UTF8.GetBytes($"{_parts[0]}.{_parts[1]}");

    public RegoObject Header(BuiltinContext context)
    {
        RegoObject header;
        var text = GoBytes.Text(Decode(_parts[0], "JWT header had invalid encoding: "));
        try
        {
            header = ParseObject(context, text);
        }
        catch (BuiltinException exception) when (!exception.AlwaysFails)
        {
            throw new BuiltinException($"bad JWT header: {exception.Message}");
        }

        return header["enc"] is null ? header : throw new BuiltinException("JWT is a JWE object, which is not supported");
    }

    public string Payload => GoBytes.Text(Decode(_parts[1], "JWT payload had invalid encoding: "));

    public byte[] Signature(string before = "") => Decode(_parts[2], before);

    public static RegoObject ParseObject(BuiltinContext context, string text)
    {
        RegoValue value;
        try
        {
            value = JsonBuiltins.Parse(context, text);
        }
        catch (BuiltinException exception) when (!exception.AlwaysFails)
        {
            throw new BuiltinException($"invalid JSON: {exception.Message}");
        }

        return value as RegoObject ?? throw new BuiltinException("decoded JSON type was not an Object");
    }

    static byte[] Decode(string text, string before)
    {
        try
        {
            return GoBase64.DecodeUrl(text);
        }
        catch (FormatException exception)
        {
            throw new BuiltinException(before + exception.Message);
        }
    }
}
