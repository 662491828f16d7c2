namespace Spaceforge.Rego;

enum TokenKind
{
    End,
    Name,
    Number,
    Text,
    Template,
    Symbol,
}

/// <summary>A token of a policy.</summary>
sealed class Token
{
    public TokenKind Kind { get; init; }

    /// <summary>A name, a number or symbol as written, or a string without quotes and escapes.</summary>
    public string Text { get; init; } = "";

    public int Line { get; init; }

    public int Column { get; init; }

    /// <summary>Whether it starts a new line, so a new expression may start.</summary>
    public bool AfterLine { get; init; }

    /// <summary>Whether it directly follows the previous token: <c>a[0]</c>, not <c>a [0]</c>.</summary>
    public bool Adjacent { get; init; }

    /// <summary>The parts of a template string: texts, and the tokens between braces.</summary>
    public IReadOnlyList<TemplatePart>? Parts { get; init; }
}

/// <summary>Either a text or the tokens of an expression.</summary>
readonly record struct TemplatePart(string? Text, IReadOnlyList<Token>? Tokens);

/// <summary>A comment; <c>METADATA</c> is parsed from these.</summary>
readonly record struct Comment(int Line, int Column, string Text);
