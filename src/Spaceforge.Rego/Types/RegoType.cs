namespace Spaceforge.Rego;

enum TypeKind
{
    Any,
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
    Set,
    Union,
}

/// <summary>The static type of a value, which the checks compare.</summary>
sealed class RegoType
{
    static readonly RegoType[] NoTypes = [];

    RegoType(TypeKind kind) => Kind = kind;

    public static RegoType Any { get; } = new(TypeKind.Any);

    public static RegoType Null { get; } = new(TypeKind.Null);

    public static RegoType Boolean { get; } = new(TypeKind.Boolean);

    public static RegoType Number { get; } = new(TypeKind.Number);

    public static RegoType String { get; } = new(TypeKind.String);

    public TypeKind Kind { get; }

    /// <summary>An array's known items, or the alternatives of a union.</summary>
    public IReadOnlyList<RegoType> Items { get; private init; } = NoTypes;

    /// <summary>The type of an array's other items, a set's items or an object's other values; null if there are none.</summary>
    public RegoType? Rest { get; private init; }

    /// <summary>The type of an object's other keys.</summary>
    public RegoType? RestKey { get; private init; }

    /// <summary>An object's known keys and the types of their values.</summary>
    public IReadOnlyList<KeyValuePair<RegoValue, RegoType>> Members { get; private init; } = [];

    public static RegoType ArrayOf(RegoType? rest, params RegoType[] items) => new(TypeKind.Array) { Items = items, Rest = rest };

    public static RegoType SetOf(RegoType item) => new(TypeKind.Set) { Rest = item };

    public static RegoType ObjectOf(RegoType? key, RegoType? value, IReadOnlyList<KeyValuePair<RegoValue, RegoType>>? members = null) =>
        new(TypeKind.Object) { RestKey = key, Rest = value, Members = members ?? [] };

    /// <summary>A union. Types that are part of any are absorbed, and equal types are merged.</summary>
    public static RegoType Union(IEnumerable<RegoType> types)
    {
        var parts = new List<RegoType>();
        foreach (var type in types.SelectMany(t => t.Kind == TypeKind.Union ? t.Items : [t]))
        {
            if (type.Kind == TypeKind.Any) return Any;
            if (!parts.Exists(p => p.ToString() == type.ToString())) parts.Add(type);
        }

        return parts.Count == 1 ? parts[0] : new(TypeKind.Union) { Items = parts };
    }

    /// <summary>
    /// The type in OPA's notation: <c>array[string]</c>, <c>object&lt;a: number&gt;[string: any]</c>, <c>any&lt;null, string&gt;</c>.
    /// </summary>
    public override string ToString() => Kind switch
    {
        TypeKind.Union => $"any<{string.Join(", ", Items)}>",
        TypeKind.Array => Name("array", Items.Select(i => i.ToString()), Rest?.ToString()),
        TypeKind.Set => $"set[{Rest}]",
        TypeKind.Object => Name(
            "object",
            Members.Select(m => $"{(m.Key is RegoString key ? key.Value : m.Key.ToString())}: {m.Value}"),
            Rest is null ? null : $"{RestKey}: {Rest}"),
        TypeKind.Any => "any",
        TypeKind.Null => "null",
        TypeKind.Boolean => "boolean",
        TypeKind.Number => "number",
        _ => "string",
    };

    static string Name(string name, IEnumerable<string> known, string? rest)
    {
        var items = string.Join(", ", known);
        return name + (items.Length > 0 ? $"<{items}>" : "") + (rest is null ? "" : $"[{rest}]");
    }
}
