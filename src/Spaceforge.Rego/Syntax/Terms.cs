namespace Spaceforge.Rego;

/// <summary>What stands for a value.</summary>
abstract class Term
{
    public required RegoPlace Place { get; init; }
}

sealed class ConstantTerm : Term
{
    public required RegoValue Value { get; init; }
}

/// <summary>A variable: by name as written; resolved to one variable of its rule, to a rule or to an import.</summary>
sealed class VariableTerm : Term
{
    public required string Name { get; init; }

    public Variable? Variable { get; init; }

    public bool IsWildcard => Name == "_";
}

/// <summary>A variable of a rule: a slot of the rule's frame.</summary>
sealed class Variable
{
    public required string Name { get; init; }

    public required int Slot { get; init; }

    public required RegoPlace Place { get; init; }

    /// <summary>By some, := or as an argument.</summary>
    public bool Declared { get; init; }

    public bool Wildcard => Name == "_";

    public bool Used { get; set; }

    public override string ToString() => Name;
}

/// <summary>head.a["b"][c]; resolved heads are data and input, a variable or any other term.</summary>
sealed class ReferenceTerm : Term
{
    public required Term Head { get; init; }

    public required IReadOnlyList<Term> Path { get; init; }
}

sealed class ArrayTerm : Term
{
    public required IReadOnlyList<Term> Items { get; init; }
}

sealed class SetTerm : Term
{
    public required IReadOnlyList<Term> Items { get; init; }
}

sealed class ObjectTerm : Term
{
    public required IReadOnlyList<(Term Key, Term Value)> Members { get; init; }
}

/// <summary>[head | body], {head | body}, {key: head | body}</summary>
sealed class ComprehensionTerm : Term
{
    public required RegoKind Kind { get; init; }

    public Term? Key { get; init; }

    public required Term Head { get; init; }

    public required Body Body { get; init; }
}

sealed class CallTerm : Term
{
    /// <summary>A builtin's name, or null: then <see cref="Target"/> is a function among the rules.</summary>
    public string? Name { get; init; }

    public Term? Target { get; init; }

    public required IReadOnlyList<Term> Arguments { get; init; }

    /// <summary>Written between its operands.</summary>
    public bool Infix { get; init; }
}

sealed class TemplateTerm : Term
{
    /// <summary>Texts, and expressions of which each may be undefined.</summary>
    public required IReadOnlyList<(string? Text, Expression? Expression)> Parts { get; init; }
}
