namespace Spaceforge.Rego;

/// <summary>io.jwt.*: decodes and verifies tokens.</summary>
static class JwtBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("io.jwt.decode", static (context, arguments) => Decode(context, Operands.Text(arguments, 0)));
        foreach (var name in (string[])["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"])
        {
            var algorithm = JwtAlgorithm.Find(name)!;
            table.Add($"io.jwt.verify_{name.ToLowerInvariant()}", (context, arguments) => Verify(context, arguments, algorithm));
        }

        foreach (var name in (string[])["HS256", "HS384", "HS512"])
        {
            var algorithm = JwtAlgorithm.Find(name)!;
            table.Add($"io.jwt.verify_{name.ToLowerInvariant()}", (context, arguments) => VerifySecret(context, arguments, algorithm));
        }

        table.Add("io.jwt.decode_verify", static (context, arguments) => new JwtConstraints(context, arguments).DecodeVerify());
        table.Add("io.jwt.encode_sign", static (context, arguments) => JwtSigning.Sign(
            context,
            GoJson.Write(context, Operands.Object(arguments, 0)),
            GoJson.Write(context, Operands.Object(arguments, 1)),
            GoJson.Write(context, Operands.Object(arguments, 2))));
        table.Add("io.jwt.encode_sign_raw", static (context, arguments) => JwtSigning.Sign(
            context, Operands.Text(arguments, 0), Operands.Text(arguments, 1), Operands.Text(arguments, 2)));
    }

    static RegoArray Decode(BuiltinContext context, string text)
    {
        context.Spend(1 + (text.Length / 16));
        var token = JwtToken.Split(text);
        var header = token.Header(context);
        var payload = token.Payload;
        // A nested token: jwt.io puts it in quotes.
        if (header["cty"] is RegoString { Value: "JWT" })
            return Decode(context, payload.Trim('"', '\''));
        var claims = JwtToken.ParseObject(context, payload);
        var signature = token.Signature("JWT signature had invalid encoding: ");
        return RegoArray.Wrap([header, claims, Operands.Of(Convert.ToHexStringLower(signature))]);
    }

    static RegoBoolean Verify(BuiltinContext context, RegoValue[] arguments, JwtAlgorithm algorithm)
    {
        var token = JwtToken.Split(Operands.Text(arguments, 0));
        var keys = JwtKey.Parse(context, Operands.Text(arguments, 1));
        var signature = token.Signature();
        var header = new JwtHeader(token.Header(context));
        var message = token.SignedBytes;
        context.Spend(1000);
        return RegoBoolean.Of(Candidates(keys, header).Any(key => algorithm.Verify(key, message, signature)));
    }

    /// <summary>The key that the token names; otherwise, all keys that are not restricted to another algorithm.</summary>
    public static IEnumerable<JwtKey> Candidates(List<JwtKey> keys, JwtHeader header)
    {
        if (header.KeyId.Length > 0 && keys.Find(key => key.Id == header.KeyId) is { } named)
            return [named];
        return keys.Where(key => key.Algorithm.Length == 0 || key.Algorithm == header.Algorithm);
    }

    static RegoBoolean VerifySecret(BuiltinContext context, RegoValue[] arguments, JwtAlgorithm algorithm)
    {
        var (text, secret) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        var token = JwtToken.Split(text);
        context.Spend(1 + (text.Length / 16));
        return RegoBoolean.Of(algorithm.Verify(new("", "") { Secret = GoBytes.Of(secret) }, token.SignedBytes, token.Signature()));
    }
}
