namespace Spaceforge.Rego;

/// <summary>A rule whose names are variables of its own or references into data and input, its body in an order that can run.</summary>
sealed class ResolvedRule
{
    public required Rule Source { get; init; }

    public required RegoModule Module { get; init; }

    public required RuleTree Node { get; init; }

    /// <summary>What follows the constant part of its head.</summary>
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

    /// <summary>The paths of data that it reads; null stands for any key.</summary>
    public List<(IReadOnlyList<RegoValue?> Path, RegoPlace Place)> Reads { get; } = [];

    public RegoPlace Place => Source.Place;
}
