namespace Spaceforge.Rego;

enum RuleKind
{
    /// <summary>One value; with a reference in its head that is not constant, one per key.</summary>
    Single,

    /// <summary>contains: a set.</summary>
    Multiple,
}

/// <summary>A rule as written; head references are whole, the first term is a variable with the rule's name.</summary>
sealed class Rule
{
    public required RegoPlace Place { get; init; }

    public RuleKind Kind { get; init; }

    public bool IsDefault { get; init; }

    public required IReadOnlyList<Term> Reference { get; init; }

    public IReadOnlyList<Term>? Arguments { get; init; }

    /// <summary>The value, or of a set its item; true where none is written.</summary>
    public required Term Value { get; init; }

    /// <summary>No value was written.</summary>
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
