namespace Spaceforge.Rego;

/// <summary>A term, which represents a value.</summary>
abstract class Term
{
    public required RegoPlace Place { get; init; }
}

sealed class ConstantTerm : Term
{
    public required RegoValue Value { get; init; }
}

/// <summary>A variable by name, as written; it is resolved to a variable of the rule, a rule or an import.</summary>
sealed class VariableTerm : Term
{
    public required string Name { get; init; }

    public Variable? Variable { get; init; }

    public bool IsWildcard => Name == "_";
}

/// <summary>A resolved variable: a slot in the rule's frame.</summary>
sealed class Variable
{
    public required string Name { get; init; }

    public required int Slot { get; init; }

    public required RegoPlace Place { get; init; }

    /// <summary>Declared with some, := or as an argument.</summary>
    public bool Declared { get; init; }

    public bool Wildcard => Name == "_";

    public bool Used { get; set; }

    public override string ToString() => Name;
}

/// <summary>head.a["b"][c]; a resolved head is data, input, a variable or any other term.</summary>
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
    /// <summary>A built-in's name, or null if <see cref="Target"/> is a user-defined function.</summary>
    public string? Name { get; init; }

    public Term? Target { get; init; }

    public required IReadOnlyList<Term> Arguments { get; init; }

    /// <summary>Whether it is written as an infix operator.</summary>
    public bool Infix { get; init; }
}

sealed class TemplateTerm : Term
{
    /// <summary>Texts and expressions, each of which may be undefined.</summary>
    public required IReadOnlyList<(string? Text, Expression? Expression)> Parts { get; init; }
}
