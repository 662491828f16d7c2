using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Spaceforge.Rego.Tests.Builtins;

/// <summary>Tokens that are signed here, and what the builtins say of them.</summary>
public sealed class JwtBuiltinTests
{
    static string Part(string json) => Part(Encoding.UTF8.GetBytes(json));

    static string Part(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    static string Token(string header, string payload, Func<byte[], byte[]> sign)
    {
        var text = $"{Part(header)}.{Part(payload)}";
        return $"{text}.{Part(sign(Encoding.UTF8.GetBytes(text)))}";
    }

    static string Call(string name, params RegoValue[] arguments)
    {
        try
        {
            return BuiltinTable.Default.Find(name)!(new TestBuiltinContext(), arguments)?.ToJson() ?? "undefined";
        }
        catch (BuiltinException exception)
        {
            return "error: " + exception.Message;
        }
    }

    static RegoString Text(string text) => new(text);

    static RegoObject Constraints(params (string Key, RegoValue Value)[] pairs) =>
        new RegoObject(pairs.Select(pair => new KeyValuePair<RegoValue, RegoValue>(Text(pair.Key), pair.Value)));

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    public void An_RSA_signature_is_verified_with_a_key_a_certificate_and_a_JWK(string algorithm)
    {
        using var rsa = RSA.Create(2048);
        var hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        var padding = algorithm[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss;
        var token = Token($$"""{"alg": "{{algorithm}}", "kid": "k"}""", """{"iss": "x"}""", bytes => rsa.SignData(bytes, hash, padding));
        var request = new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(80));
        var parameters = rsa.ExportParameters(false);
        var jwk = $$"""{"kty": "RSA", "kid": "k", "n": "{{Part(parameters.Modulus!)}}", "e": "{{Part(parameters.Exponent!)}}"}""";

        var name = $"io.jwt.verify_{algorithm.ToLowerInvariant()}";
        string[] keys = [rsa.ExportSubjectPublicKeyInfoPem(), certificate.ExportCertificatePem(), jwk, $$"""{"keys": [{{jwk}}]}"""];
        foreach (var key in keys)
        {
            Assert.Equal("true", Call(name, Text(token), Text(key)));
            Assert.Equal("false", Call(name, Text(token[..^4] + "AAAA"), Text(key)));
            var verified = Call("io.jwt.decode_verify", Text(token), Constraints(("cert", Text(key))));
            Assert.StartsWith("[true,", verified, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ES256", "nistP256", "P-256")]
    [InlineData("ES384", "nistP384", "P-384")]
    [InlineData("ES512", "nistP521", "P-521")]
    public void An_EC_signature_is_verified(string algorithm, string curve, string jwkCurve)
    {
        using var ec = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        var hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        var token = Token($$"""{"alg": "{{algorithm}}"}""", "{}", bytes => ec.SignData(bytes, hash));
        var point = ec.ExportParameters(false).Q;
        var jwk = $$"""{"kty": "EC", "crv": "{{jwkCurve}}", "x": "{{Part(point.X!)}}", "y": "{{Part(point.Y!)}}"}""";
        Assert.Equal("true", Call($"io.jwt.verify_{algorithm.ToLowerInvariant()}", Text(token), Text(ec.ExportSubjectPublicKeyInfoPem())));
        Assert.Equal("true", Call($"io.jwt.verify_{algorithm.ToLowerInvariant()}", Text(token), Text(jwk)));
        Assert.Equal("false", Call("io.jwt.verify_rs256", Text(token), Text(jwk)));
    }

    // The second test vector of RFC 8032, section 7.1.
    [Fact]
    public void Ed25519_signs_and_verifies_as_its_RFC_has_it()
    {
        var secret = Convert.FromHexString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        var key = Convert.FromHexString("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        var signature = Convert.FromHexString(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        Assert.Equal(signature, Ed25519.Sign(secret, [0x72]));
        Assert.True(Ed25519.Verify(key, [0x72], signature));
        Assert.False(Ed25519.Verify(key, [0x73], signature));
        var token = Call(
            "io.jwt.encode_sign_raw",
            Text("""{"alg": "EdDSA"}"""),
            Text("{}"),
            Text($$"""{"kty": "OKP", "crv": "Ed25519", "x": "{{Part(key)}}", "d": "{{Part(secret)}}"}""")).Trim('"');
        Assert.Equal("true", Call(
            "io.jwt.verify_eddsa", Text(token), Text($$"""{"kty": "OKP", "crv": "Ed25519", "x": "{{Part(key)}}"}""")));
    }

    static string Hmac(string payload, string header = """{"alg": "HS256"}""") =>
        Token(header, payload, bytes => HMACSHA256.HashData("secret"u8, bytes));

    [Fact]
    public void A_secret_verifies_and_decodes()
    {
        var token = Hmac("""{"iss": "a"}""");
        Assert.Equal("true", Call("io.jwt.verify_hs256", Text(token), Text("secret")));
        Assert.Equal("false", Call("io.jwt.verify_hs384", Text(token), Text("secret")));
        var verified = Call("io.jwt.decode_verify", Text(token), Constraints(("secret", Text("secret"))));
        Assert.Equal("""[true,{"alg":"HS256"},{"iss":"a"}]""", verified);
        Assert.StartsWith("""[{"alg":"HS256"},{"iss":"a"},""", Call("io.jwt.decode", Text(token)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"exp": 100}""", "{}", "[false,{},{}]")]
    [InlineData("""{"exp": 9999999999}""", "{}", "[true,")]
    [InlineData("""{"exp": "x"}""", "{}", "error: exp value must be a number")]
    [InlineData("""{"nbf": 9999999999}""", "{}", "[false,{},{}]")]
    [InlineData("""{"nbf": 100}""", """{"time": 100000000000}""", "[true,")]
    [InlineData("""{"iss": "a"}""", """{"iss": "b"}""", "[false,{},{}]")]
    [InlineData("""{"aud": ["a", "b"]}""", """{"aud": "b"}""", "[true,")]
    [InlineData("""{"aud": "a"}""", "{}", "[false,{},{}]")]
    [InlineData("{}", """{"aud": "a"}""", "[false,{},{}]")]
    [InlineData("{}", """{"alg": "HS512"}""", "[false,{},{}]")]
    [InlineData("{}", """{"nope": 1}""", "error: unknown token validation constraint: nope")]
    [InlineData("{}", """{"time": -1}""", "error: token time constraint: must not be negative")]
    [InlineData("[]", "{}", "error: decoded JSON type was not an Object")]
    public void Claims_are_checked(string payload, string constraints, string outcome)
    {
        var all = ((RegoObject)BuiltinCalls.Value(constraints)).Append(new(Text("secret"), Text("secret")));
        Assert.StartsWith(outcome, Call("io.jwt.decode_verify", Text(Hmac(payload)), new RegoObject(all)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_within_a_token_is_opened()
    {
        var nested = Hmac('"' + Hmac("""{"iss": "in"}""") + '"', """{"alg": "HS256", "cty": "JWT"}""");
        Assert.Contains("\"iss\":\"in\"", Call("io.jwt.decode", Text(nested)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"alg": "HS256", "crit": ["x"], "x": 1}""", "[false,{},{}]")]
    [InlineData("""{"alg": "HS256", "crit": []}""", "error: crit: must be a nonempty list")]
    [InlineData("""{"alg": 1}""", "error: alg: must be a string")]
    [InlineData("""{"alg": "HS256", "enc": "x"}""", "error: JWT is a JWE object, which is not supported")]
    [InlineData("{", "error: bad JWT header: invalid JSON: ")]
    public void Headers_are_checked(string header, string outcome) => Assert.StartsWith(
        outcome, Call("io.jwt.decode_verify", Text(Hmac("{}", header)), Constraints(("secret", Text("secret")))), StringComparison.Ordinal);

    [Fact]
    public void Invalid_keys_are_reported()
    {
        var token = Hmac("{}");
        string Verify(string key) => Call("io.jwt.verify_rs256", Text(token), Text(key));
        Assert.StartsWith("error: failed to parse a JWK key (set): ", Verify("x"), StringComparison.Ordinal);
        var pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        Assert.StartsWith("error: failed to parse a PEM certificate: ", Verify(pem), StringComparison.Ordinal);
        Assert.Equal("error: extra data after a PEM certificate block", Verify(pem + "more"));
    }

    [Theory]
    [InlineData("", "{}", "error: missing or invalid 'alg' header: cannot parse JSON: cannot parse empty string")]
    [InlineData("{}", "{}", "error: missing or invalid 'alg' header: jwsbb: header \"alg\" not found")]
    [InlineData("""{"alg": "HS256", "typ": "JWT"}""", "x", "error: type is JWT but payload is not JSON")]
    [InlineData("""{"alg": "XX1"}""", "{}", "error: unknown JWS algorithm: XX1")]
    [InlineData("""{"alg": "RS256"}""", "{}", "error: invalid key type for algorithm RS256")]
    public void What_cannot_be_signed_is_reported(string header, string payload, string outcome) => Assert.Equal(
        outcome, Call("io.jwt.encode_sign_raw", Text(header), Text(payload), Text("""{"kty": "oct", "k": "c2VjcmV0"}""")));
}
