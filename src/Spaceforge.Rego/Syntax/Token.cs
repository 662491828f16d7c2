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

/// <summary>A word of a policy.</summary>
sealed class Token
{
    public TokenKind Kind { get; init; }

    /// <summary>A name, a number or symbol as written, a string without its quotes and escapes.</summary>
    public string Text { get; init; } = "";

    public int Line { get; init; }

    public int Column { get; init; }

    /// <summary>On a line of its own: a new expression may begin.</summary>
    public bool AfterLine { get; init; }

    /// <summary>Nothing between it and the word before: <c>a[0]</c> and not <c>a [0]</c>.</summary>
    public bool Adjacent { get; init; }

    /// <summary>Of a template string: texts, and the tokens of what is between braces.</summary>
    public IReadOnlyList<TemplatePart>? Parts { get; init; }
}

/// <summary>Either a text or the tokens of an expression.</summary>
readonly record struct TemplatePart(string? Text, IReadOnlyList<Token>? Tokens);

/// <summary>A comment: <c>METADATA</c> is read from these.</summary>
readonly record struct Comment(int Line, int Column, string Text);
