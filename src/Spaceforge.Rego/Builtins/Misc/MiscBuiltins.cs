namespace Spaceforge.Rego;

/// <summary>Versions, UUIDs, and functions that only the engine's caller can provide.</summary>
static class MiscBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("semver.is_valid", static (_, arguments) => RegoBoolean.Of(
            arguments[0] is RegoString text && SemanticVersion.Parse(text.Value) is not null));
        table.Add("semver.compare", static (_, arguments) => RegoNumber.Of(Version(arguments, 0).CompareTo(Version(arguments, 1))));
        table.Add("uuid.parse", UuidParse.Parse);
        table.Add("uuid.rfc4122", NewUuid);
        table.Add("trace", static (_, arguments) => Operands.Text(arguments, 0) is null ? null : RegoBoolean.True);
        foreach (var name in (string[])["http.send", "net.lookup_ip_addr", "opa.runtime"])
            table.Add(name, (context, arguments) => Provided(context, name, arguments));
    }

    static SemanticVersion Version(RegoValue[] arguments, int index)
    {
        var text = Operands.Text(arguments, index);
        return SemanticVersion.Parse(text) ??
            throw new BuiltinException($"operand {index + 1}: string {arguments[index]} is not a valid SemVer");
    }

    // The same result for the same key throughout an evaluation.
    static RegoValue NewUuid(BuiltinContext context, RegoValue[] arguments)
    {
        var key = ("uuid", Operands.Text(arguments, 0));
        if (context.Cache.TryGetValue(key, out var known))
            return (RegoValue)known;
        var bytes = new byte[16];
        context.Random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        var uuid = new RegoString(new Guid(bytes, bigEndian: true).ToString());
        context.Cache[key] = uuid;
        return uuid;
    }

    static RegoValue? Provided(BuiltinContext context, string name, RegoValue[] arguments)
    {
        if (name == "http.send")
            CheckRequest(Operands.Object(arguments, 0));
        var provided = context.Provided(name) ?? throw new BuiltinException("not allowed by the caller") { AlwaysFails = true };
        context.Spend(1000);
        return provided(arguments);
    }

    static void CheckRequest(RegoObject request)
    {
        var missing = new RegoSet(((string[])["method", "url"]).Where(key => request[key] is null).Select(Operands.Of));
        if (missing.Count > 0)
            throw Operands.Wrong(1, $"missing required request parameters(s): {missing}");
    }
}
