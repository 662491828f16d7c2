namespace Spaceforge.Rego;

/// <summary>The signature of a built-in; its types are parsed when a policy calls it.</summary>
/// <param name="Name">The name in policies: <c>json.patch</c>.</param>
/// <param name="Text">The types: <c>(string, number) -> boolean</c>, in OPA's notation.</param>
sealed record BuiltinSignature(string Name, string Text)
{
    (IReadOnlyList<RegoType> Arguments, RegoType? Result)? types;

    public IReadOnlyList<RegoType> Arguments => (types ??= TypeText.ParseFunction(Text)).Arguments;

    /// <summary>The result type; null if there is no result, as for print.</summary>
    public RegoType? Result => (types ??= TypeText.ParseFunction(Text)).Result;

    /// <summary>The infix operator: <c>+</c>.</summary>
    public string? Infix { get; init; }

    /// <summary>Not available in v1.</summary>
    public bool Deprecated { get; init; }

    /// <summary>The result for the same arguments differs between evaluations.</summary>
    public bool Nondeterministic { get; init; }

    /// <summary>It has several results, like walk; Result is the type of one.</summary>
    public bool Relation { get; init; }

    /// <summary>Only available if the engine's caller provides it, for example http.send.</summary>
    public bool Provided { get; init; }

    /// <summary>OPA has it, but this engine does not: a policy that calls it does not compile.</summary>
    public bool NotBuilt { get; init; }
}
