namespace Spaceforge.Rego;

/// <summary>The signatures of all Rego built-ins, by name.</summary>
static class BuiltinSignatures
{
    static readonly Lazy<Dictionary<string, BuiltinSignature>> All = new(Collect);

    public static IEnumerable<string> Names => All.Value.Keys;

    public static BuiltinSignature? Find(string name) => All.Value.TryGetValue(name, out var found) ? found : null;

    static Dictionary<string, BuiltinSignature> Collect()
    {
        var all = new Dictionary<string, BuiltinSignature>(StringComparer.Ordinal);
        foreach (var topic in Topics)
        {
            foreach (var signature in topic) all.Add(signature.Name, signature);
        }

        return all;
    }

    // For a new topic, add its list here and its implementations to BuiltinTable.
    static IEnumerable<IEnumerable<BuiltinSignature>> Topics =>
    [
        OperatorSignatures.All,
        NumberSignatures.All,
        CollectionSignatures.All,
        ObjectSignatures.All,
        StringSignatures.All,
        TypeSignatures.All,
        EncodingSignatures.All,
        CryptoSignatures.All,
        TimeSignatures.All,
        NetworkSignatures.All,
        MiscSignatures.All,
    ];
}
