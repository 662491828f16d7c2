using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Spaceforge.Rego;

/// <summary>A verification key: from a PEM certificate or public key, or from a JSON Web Key Set.</summary>
sealed record JwtKey(string Id, string Algorithm)
{
    public RSAParameters? Rsa { get; init; }

    public ECParameters? Ec { get; init; }

    /// <summary>An Ed25519 key.</summary>
    public byte[]? Edwards { get; init; }

    public byte[]? Secret { get; init; }

    /// <summary>The private part of an Ed25519 key.</summary>
    public byte[]? EdwardsPrivate { get; init; }

    public static List<JwtKey> Parse(BuiltinContext context, string text)
    {
        context.Spend(100 + (text.Length / 16));
        if (PemEncoding.TryFind(text, out var fields))
            return [ParsePem(text, fields)];
        try
        {
            var root = RegoJson.Parse(text) as RegoObject ?? throw new FormatException("not an object");
            var keys = root["keys"] is RegoArray list ? list.Items : [root];
            return [.. keys.Select(key => ParseJwk(key as RegoObject ?? throw new FormatException("a key is not an object")))
                .Where(key => key.Algorithm.Length == 0 || JwtAlgorithm.Find(key.Algorithm) is not null)];
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new BuiltinException($"failed to parse a JWK key (set): {exception.Message}");
        }
    }

    static JwtKey ParsePem(string text, PemFields fields)
    {
        if (text[fields.Location.End..].TrimEnd(' ', '\t') is not ("" or "\n" or "\r\n"))
            throw new BuiltinException("extra data after a PEM certificate block");
        var bytes = Convert.FromBase64String(text[fields.Base64Data]);
        switch (text[fields.Label])
        {
            case "CERTIFICATE":
                try
                {
                    using var certificate = X509CertificateLoader.LoadCertificate(bytes);
                    return ParsePublicKey(certificate.PublicKey.ExportSubjectPublicKeyInfo());
                }
                catch (CryptographicException exception)
                {
                    throw new BuiltinException($"failed to parse a PEM certificate: {exception.Message}");
                }

            case "PUBLIC KEY":
                try
                {
                    return ParsePublicKey(bytes);
                }
                catch (CryptographicException exception)
                {
                    throw new BuiltinException($"failed to parse a PEM public key: {exception.Message}");
                }

            default:
                throw new BuiltinException("failed to extract a Key from the PEM certificate");
        }
    }

    static JwtKey ParsePublicKey(byte[] bytes)
    {
        var key = PublicKey.CreateFromSubjectPublicKeyInfo(bytes, out _);
        switch (key.Oid.Value)
        {
            case "1.2.840.113549.1.1.1":
                using (var rsa = key.GetRSAPublicKey())
                    return new("", "") { Rsa = rsa!.ExportParameters(false) };
            case "1.2.840.10045.2.1":
                using (var ec = key.GetECDsaPublicKey())
                    return new("", "") { Ec = ec!.ExportParameters(false) };
            case "1.3.101.112":
                return new("", "") { Edwards = key.EncodedKeyValue.RawData };
            default:
                throw new CryptographicException("unknown public key algorithm");
        }
    }

    static JwtKey ParseJwk(RegoObject key)
    {
        string Text(string name) => (key[name] as RegoString)?.Value ?? "";
        byte[] Bytes(string name) => key[name] is RegoString { Value: { Length: > 0 } text }
            ? GoBase64.DecodeUrl(text)
            : throw new FormatException($"required field {name} is missing");

        var parsed = new JwtKey(Text("kid"), Text("alg"));
        switch (Text("kty"))
        {
            case "RSA":
                var rsa = new RSAParameters { Modulus = Trimmed(Bytes("n")), Exponent = Trimmed(Bytes("e")) };
                return parsed with { Rsa = key["d"] is null ? rsa : WithPrivate(rsa, Bytes) };
            case "EC":
                var (curve, size) = Text("crv") switch
                {
                    "P-256" => (ECCurve.NamedCurves.nistP256, 32),
                    "P-384" => (ECCurve.NamedCurves.nistP384, 48),
                    "P-521" => (ECCurve.NamedCurves.nistP521, 66),
                    var other => throw new FormatException($"invalid curve algorithm {other}"),
                };
                var point = new ECPoint { X = JwtAlgorithm.Padded(Bytes("x"), size), Y = JwtAlgorithm.Padded(Bytes("y"), size) };
                if (point.X is null || point.Y is null)
                    throw new FormatException("invalid point");
                var secret = key["d"] is null ? null : JwtAlgorithm.Padded(Bytes("d"), size);
                return parsed with { Ec = new ECParameters { Curve = curve, Q = point, D = secret } };
            case "OKP":
                return Text("crv") == "Ed25519"
                    ? parsed with { Edwards = Bytes("x"), EdwardsPrivate = key["d"] is null ? null : Bytes("d") }
                    : throw new FormatException("invalid curve algorithm");
            case "oct":
                return parsed with { Secret = Bytes("k") };
            case var other:
                throw new FormatException($"invalid key type from JSON ({other})");
        }
    }

    static RSAParameters WithPrivate(RSAParameters key, Func<string, byte[]> bytes)
    {
        var size = key.Modulus!.Length;
        var half = (size + 1) / 2;
        byte[] Number(string name, int length) => JwtAlgorithm.Padded(bytes(name), length) ??
            throw new FormatException($"invalid field {name}");
        key.D = Number("d", size);
        (key.P, key.Q) = (Number("p", half), Number("q", half));
        (key.DP, key.DQ, key.InverseQ) = (Number("dp", half), Number("dq", half), Number("qi", half));
        return key;
    }

    static byte[] Trimmed(byte[] bytes) => bytes.AsSpan().TrimStart((byte)0).ToArray();
}
