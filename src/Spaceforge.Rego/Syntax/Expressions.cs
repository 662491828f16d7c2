namespace Spaceforge.Rego;

sealed class Body
{
    public required IReadOnlyList<Expression> Expressions { get; set; }
}

/// <summary>One expression of a body.</summary>
abstract class Expression
{
    public required RegoPlace Place { get; init; }

    public bool Negated { get; init; }

    public IReadOnlyList<WithModifier> With { get; init; } = [];
}

sealed class TermExpression : Expression
{
    public required Term Term { get; init; }
}

/// <summary>left = right, or left := right.</summary>
sealed class UnifyExpression : Expression
{
    public required Term Left { get; init; }

    public required Term Right { get; init; }

    public bool Assign { get; init; }
}

/// <summary>some a, b</summary>
sealed class SomeExpression : Expression
{
    public required IReadOnlyList<VariableTerm> Variables { get; init; }
}

/// <summary>some key, value in domain</summary>
sealed class SomeInExpression : Expression
{
    public Term? Key { get; init; }

    public required Term Value { get; init; }

    public required Term Domain { get; init; }
}

/// <summary>every key, value in domain { body }</summary>
sealed class EveryExpression : Expression
{
    public VariableTerm? Key { get; init; }

    public required VariableTerm Value { get; init; }

    public required Term Domain { get; init; }

    public required Body Body { get; init; }
}

sealed class WithModifier
{
    public required RegoPlace Place { get; init; }

    public required Term Target { get; init; }

    public required Term Value { get; init; }
}
