namespace Spaceforge.Rego;

enum RuleKind
{
    /// <summary>A single value or, if the head contains a non-constant reference, one value per key.</summary>
    Single,

    /// <summary>contains: a set.</summary>
    Multiple,
}

/// <summary>A rule as written. The head is a complete reference, whose first term is a variable with the rule's name.</summary>
sealed class Rule
{
    public required RegoPlace Place { get; init; }

    public RuleKind Kind { get; init; }

    public bool IsDefault { get; init; }

    public required IReadOnlyList<Term> Reference { get; init; }

    public IReadOnlyList<Term>? Arguments { get; init; }

    /// <summary>The value, or the item of a set; true if none is written.</summary>
    public required Term Value { get; init; }

    /// <summary>Whether no value was written.</summary>
    public bool ImplicitValue { get; init; }

    public required Body Body { get; init; }

    public Rule? Else { get; set; }

    public int LastLine { get; set; }

    public string Name => ((VariableTerm)Reference[0]).Name;
}

sealed class Import
{
    public required RegoPlace Place { get; init; }

    public required IReadOnlyList<string> Path { get; init; }

    public string? Alias { get; init; }

    public string Name => Alias ?? Path[Path.Count - 1];
}
