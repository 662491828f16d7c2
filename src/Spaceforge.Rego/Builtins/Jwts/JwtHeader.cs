namespace Spaceforge.Rego;

/// <summary>The header fields that determine how a token is verified.</summary>
sealed class JwtHeader
{
    public string Algorithm { get; }
    public string KeyId { get; }
    public string ContentType { get; }

    /// <summary>False if it has no algorithm, or an unsupported critical extension.</summary>
    public bool IsValid { get; }

    public JwtHeader(RegoObject header)
    {
        string Text(string name) => header[name] switch
        {
            null => "",
            RegoString text => text.Value,
            _ => throw new BuiltinException($"{name}: must be a string"),
        };

        (Algorithm, KeyId, ContentType) = (Text("alg"), Text("kid"), Text("cty"));
        Text("typ");
        IsValid = Algorithm.Length > 0;
        if (header["crit"] is not { } critical)
            return;
        if (critical is not RegoArray list)
            throw new BuiltinException("crit: must be a list");
        if (!list.Items.Any(item => item is RegoString))
            throw new BuiltinException("crit: must be a nonempty list");
        foreach (var name in list.Items.TakeWhile(item => item is RegoString).Cast<RegoString>())
            IsValid &= header[name] is null || name.Value is "alg" or "kid" or "typ" or "cty" or "crit";
    }
}
