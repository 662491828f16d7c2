namespace Spaceforge.Rego;

/// <summary>A rule whose names are resolved to variables or references into data and input, with its body in evaluation order.</summary>
sealed class ResolvedRule
{
    public required Rule Source { get; init; }

    public required RegoModule Module { get; init; }

    public required RuleTree Node { get; init; }

    /// <summary>The part of the head after the constant path.</summary>
    public IReadOnlyList<Term> Keys { get; set; } = [];

    public IReadOnlyList<Term>? Arguments { get; set; }

    public RuleKind Kind => Source.Kind;

    public bool IsDefault => Source.IsDefault;

    public Term Value { get; set; } = null!;

    public Body Body { get; set; } = null!;

    public ResolvedRule? Else { get; set; }

    public int Slots { get; set; }

    /// <summary>Variables that have a value before the body runs.</summary>
    public List<Variable> Bound { get; } = [];

    /// <summary>The data paths that it reads; null means any key.</summary>
    public List<(IReadOnlyList<RegoValue?> Path, RegoPlace Place)> Reads { get; } = [];

    public RegoPlace Place => Source.Place;
}
