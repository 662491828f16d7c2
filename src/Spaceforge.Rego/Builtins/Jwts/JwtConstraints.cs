using System.Globalization;

namespace Spaceforge.Rego;

/// <summary>The constraints of <c>io.jwt.decode_verify</c>: who signed a token, for whom, and when.</summary>
sealed class JwtConstraints
{
    static readonly RegoArray Unverified = RegoArray.Wrap([RegoBoolean.False, RegoObject.Empty, RegoObject.Empty]);

    readonly BuiltinContext _context;
    readonly string _text;
    readonly List<JwtKey>? _keys;
    readonly string _algorithm = "";
    readonly string _issuer = "";
    readonly string _audience = "";
    readonly double _seconds;

    public JwtConstraints(BuiltinContext context, RegoValue[] arguments)
    {
        (_context, _text) = (context, Operands.Text(arguments, 0));
        RegoNumber? time = null;
        var secret = "";
        foreach (var (key, value) in Operands.Object(arguments, 1))
        {
            var name = (key as RegoString)?.Value ?? key.ToString();
            string Text() => (value as RegoString)?.Value ?? throw new BuiltinException($"{name} constraint: must be a string");
            switch (name)
            {
                case "cert":
                    _keys = JwtKey.Parse(context, Text());
                    break;
                case "secret":
                    secret = Text();
                    break;
                case "alg":
                    _algorithm = Text();
                    break;
                case "iss":
                    _issuer = Text();
                    break;
                case "aud":
                    _audience = Text();
                    break;
                case "time":
                    time = value as RegoNumber ?? throw new BuiltinException("token time constraint: must be a number");
                    break;
                default:
                    throw new BuiltinException($"unknown token validation constraint: {name}");
            }
        }

        if (time?.Sign < 0)
            throw new BuiltinException("token time constraint: must not be negative");
        _seconds = (time?.ToDouble() ?? (context.Now - DateTimeOffset.UnixEpoch).Ticks * 100.0) / 1e9;
        if (_keys is not null && secret.Length > 0)
            throw new BuiltinException("duplicate key constraints");
        if (secret.Length > 0)
            _keys = [new("", "") { Secret = GoBytes.Of(secret) }];
        if (_keys is null)
            throw new BuiltinException("no key constraint");
    }

    public RegoValue DecodeVerify()
    {
        for (var text = _text; ;)
        {
            _context.Spend(1000 + (text.Length / 16));
            var token = JwtToken.Split(text);
            var fields = token.Header(_context);
            var header = new JwtHeader(fields);
            if (!header.IsValid || (_algorithm.Length > 0 && _algorithm != header.Algorithm))
                return Unverified;
            var signature = token.Signature();
            var message = token.SignedBytes;
            if (JwtAlgorithm.Find(header.Algorithm) is not { } algorithm ||
                !JwtBuiltins.Candidates(_keys!, header).Any(key => algorithm.Verify(key, message, signature)))
                return Unverified;
            // A nested token must satisfy the same constraints.
            if (string.Equals(header.ContentType, "JWT", StringComparison.OrdinalIgnoreCase))
            {
                text = token.Payload;
                continue;
            }

            var claims = JwtToken.ParseObject(_context, token.Payload);
            return Accepts(claims) ? RegoArray.Wrap([RegoBoolean.True, fields, claims]) : Unverified;
        }
    }

    bool Accepts(RegoObject claims)
    {
        if (_issuer.Length > 0 && (claims["iss"] as RegoString)?.Value != _issuer)
            return false;
        if (claims["aud"] is { } audience ? !IsFor(audience) : _audience.Length > 0)
            return false;
        var now = new Lazy<RegoNumber>(() => RegoNumber.TryParse(_seconds.ToString("R", CultureInfo.InvariantCulture), out var number)
            ? number!
            : RegoNumber.Zero);
        if (claims["exp"] is { } expires && now.Value.CompareTo(Time(expires, "exp")) >= 0)
            return false;
        return claims["nbf"] is not { } begins || now.Value.CompareTo(Time(begins, "nbf")) >= 0;
    }

    static RegoNumber Time(RegoValue value, string name) =>
        value as RegoNumber ?? throw new BuiltinException($"{name} value must be a number");

    bool IsFor(RegoValue audience) => audience switch
    {
        RegoString text => text.Value == _audience,
        RegoArray list => list.Items.Any(item => item is RegoString text && text.Value == _audience),
        _ => false,
    };
}
