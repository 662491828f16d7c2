namespace Spaceforge.Rego;

/// <summary>A builtin function as the checks know it; the texts of its types are read when a policy calls it.</summary>
/// <param name="Name">As policies call it: <c>json.patch</c>.</param>
/// <param name="Text">Its types: <c>(string, number) -> boolean</c>, with OPA's own names of types.</param>
sealed record BuiltinSignature(string Name, string Text)
{
    (IReadOnlyList<RegoType> Arguments, RegoType? Result)? types;

    public IReadOnlyList<RegoType> Arguments => (types ??= TypeText.ParseFunction(Text)).Arguments;

    /// <summary>Null where it gives none, as print.</summary>
    public RegoType? Result => (types ??= TypeText.ParseFunction(Text)).Result;

    /// <summary>How it is written between its operands: <c>+</c>.</summary>
    public string? Infix { get; init; }

    /// <summary>v1 refuses it.</summary>
    public bool Deprecated { get; init; }

    /// <summary>Its result is not the same for the same arguments in two evaluations.</summary>
    public bool Nondeterministic { get; init; }

    /// <summary>It has many results, as walk: Result is the type of one.</summary>
    public bool Relation { get; init; }

    /// <summary>Only where the caller of the engine provides it: http.send.</summary>
    public bool Provided { get; init; }

    /// <summary>OPA has it and this engine does not: a policy that calls it is refused by name.</summary>
    public bool NotBuilt { get; init; }
}
