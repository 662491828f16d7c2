namespace Spaceforge.Rego;

/// <summary>The implementations of the built-ins, by name.</summary>
sealed class BuiltinTable
{
    static readonly Lazy<BuiltinTable> Own = new(() =>
    {
        var table = new BuiltinTable();
        // For a new topic, add a line here and its signatures to BuiltinSignatures.
        foreach (var register in (ReadOnlySpan<Action<BuiltinTable>>)
        [
            ComparisonBuiltins.Register,
            ArithmeticBuiltins.Register,
            BitBuiltins.Register,
            NumberBuiltins.Register,
            UnitBuiltins.Register,
            AggregateBuiltins.Register,
            ArrayBuiltins.Register,
            SetBuiltins.Register,
            TypeBuiltins.Register,
            StringBuiltins.Register,
            TextBuiltins.Register,
            RegexBuiltins.Register,
            GlobBuiltins.Register,
            GraphBuiltins.Register,
            ObjectBuiltins.Register,
            JsonPathBuiltins.Register,
            JsonPatchBuiltins.Register,
            JsonBuiltins.Register,
            EncodingBuiltins.Register,
            CryptoBuiltins.Register,
            TimeBuiltins.Register,
            NetworkBuiltins.Register,
            MiscBuiltins.Register,
            JwtBuiltins.Register,
            YamlBuiltins.Register,
        ])
            register(table);
        return table;
    });

    readonly Dictionary<string, Builtin> functions = new(StringComparer.Ordinal);
    readonly Dictionary<string, RelationBuiltin> relations = new(StringComparer.Ordinal);

    public static BuiltinTable Default => Own.Value;

    public void Add(string name, Builtin builtin) => functions.Add(name, builtin);

    public void AddRelation(string name, RelationBuiltin builtin) => relations.Add(name, builtin);

    public Builtin? Find(string name) => functions.GetValueOrDefault(name);

    public RelationBuiltin? FindRelation(string name) => relations.GetValueOrDefault(name);
}
