using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Spaceforge.Analyzers.Reading;

/// <summary>Where the characters of a constant string are in the source, however it is written.</summary>
sealed class LiteralText
{
    const int MostParts = 1000;

    readonly List<(SyntaxTree Tree, int Start, int End, Form Form)> characters = [];
    readonly SemanticModel model;

    /// <summary>How a literal is written.</summary>
    /// <param name="LineBreak">Of a raw string of several lines: the line break with the indentation.</param>
    sealed record Form(SyntaxKind Kind, bool IsVerbatim = false, string LineBreak = "");

    readonly CancellationToken cancellationToken;
    int parts;

    LiteralText(SemanticModel model, CancellationToken cancellationToken)
    {
        this.model = model;
        this.cancellationToken = cancellationToken;
    }

    /// <summary>Null where parts of the text are not literals.</summary>
    public static LiteralText? Of(SyntaxNode expression, string value, SemanticModel model, CancellationToken cancellationToken)
    {
        var text = new LiteralText(model, cancellationToken);
        return text.Add(expression) && text.characters.Count == value.Length ? text : null;
    }

    /// <summary>A range of the text; null where it is in several files, or spans several literals.</summary>
    public Location? At(int start, int length)
    {
        if (characters.Count == 0) return null;
        if (start >= characters.Count)
        {
            var last = characters[characters.Count - 1];
            return Location.Create(last.Tree, TextSpan.FromBounds(last.Start, last.End));
        }

        var first = characters[start];
        var end = characters[Math.Min(start + Math.Max(1, length), characters.Count) - 1];
        return Location.Create(
            first.Tree, TextSpan.FromBounds(first.Start, end.Tree == first.Tree && end.End > first.Start ? end.End : first.End));
    }

    /// <summary>A change of the source that changes the text; null if the literal cannot express it.</summary>
    /// <param name="start">The first character of the range; not the end of the text.</param>
    /// <param name="length">Its length, 0 to insert.</param>
    /// <param name="text">The new text, with <c>\n</c> as line breaks.</param>
    public (SyntaxTree Tree, TextChange Change)? Change(int start, int length, string text)
    {
        if (start >= characters.Count || start + length > characters.Count) return null;
        var first = characters[start];
        var end = first.Start;
        for (var i = start; i < start + length; i++)
        {
            // Characters of one line and one literal.
            if (characters[i].Form != first.Form || characters[i].Start != (i == start ? first.Start : end)) return null;
            end = characters[i].End;
        }

        return Written(text, first.Form) is { } written ? (first.Tree, new(TextSpan.FromBounds(first.Start, end), written)) : null;
    }

    static string? Written(string text, Form form) => form switch
    {
        { Kind: SyntaxKind.MultiLineRawStringLiteralToken } => text.Contains("\"\"\"") ? null : text.Replace("\n", form.LineBreak),
        { Kind: SyntaxKind.SingleLineRawStringLiteralToken } => text.Contains("\n") || text.Contains("\"") ? null : text,
        { IsVerbatim: true } => text.Replace("\"", "\"\""),
        _ => SymbolDisplay.FormatLiteral(text, quote: true) is var quoted ? quoted.Substring(1, quoted.Length - 2) : null,
    };

    bool Add(SyntaxNode expression)
    {
        // A sum of many parts leans to the left.
        var right = new Stack<SyntaxNode>();
        while (true)
        {
            if (expression is ParenthesizedExpressionSyntax inner) expression = inner.Expression;
            else if (expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum)
            {
                right.Push(sum.Right);
                expression = sum.Left;
            }
            else break;
        }

        if (!AddPart(expression)) return false;
        while (right.Count > 0)
        {
            if (!Add(right.Pop())) return false;
        }

        return true;
    }

    bool AddPart(SyntaxNode expression)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (++parts > MostParts) return false;
        if (expression is LiteralExpressionSyntax literal) return AddToken(literal.Token);
        if (expression.SyntaxTree != model.SyntaxTree) return false;
        var symbol = model.GetSymbolInfo(expression, cancellationToken).Symbol;
        return symbol is (IFieldSymbol { IsConst: true } or ILocalSymbol { IsConst: true })
            and { DeclaringSyntaxReferences: [var declared] }
            && declared.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value } && Add(value);
    }

    bool AddToken(SyntaxToken token)
    {
        if (token.ContainsDiagnostics || token.SyntaxTree is not { } tree) return false;
        var before = characters.Count;
        var source = token.Text;
        var read = token.Kind() switch
        {
            SyntaxKind.SingleLineRawStringLiteralToken => Raw(tree, token.SpanStart, source),
            SyntaxKind.MultiLineRawStringLiteralToken => RawLines(tree, token.SpanStart, source),
            SyntaxKind.StringLiteralToken when source.StartsWith("@", StringComparison.Ordinal) => Verbatim(tree, token.SpanStart, source),
            SyntaxKind.StringLiteralToken => Escaped(tree, token.SpanStart, source),
            _ => false,
        };
        return read && characters.Count - before == token.ValueText.Length;
    }

    void Add(SyntaxTree tree, int start, int length, Form form) => characters.Add((tree, start, start + length, form));

    bool Raw(SyntaxTree tree, int place, string source)
    {
        var form = new Form(SyntaxKind.SingleLineRawStringLiteralToken);
        var quotes = Quotes(source);
        for (var at = quotes; at < source.Length - quotes; at++) Add(tree, place + at, 1, form);
        return true;
    }

    bool RawLines(SyntaxTree tree, int place, string source)
    {
        var quotes = Quotes(source);
        var end = source.Length - quotes;
        var first = source.IndexOf('\n', quotes);
        var last = source.LastIndexOf('\n', end - 1);
        if (first < 0 || last < first) return false;
        var indentation = end - (last + 1);
        var lineBreak = source[first - 1] == '\r' ? "\r\n" : "\n";
        var form = new Form(SyntaxKind.MultiLineRawStringLiteralToken, LineBreak: lineBreak + source.Substring(last + 1, indentation));
        // The line break before the closing quotes is not part of the text.
        var stop = last > first && source[last - 1] == '\r' ? last - 1 : last;
        for (var line = first + 1; line <= stop && last > first;)
        {
            var next = source.IndexOf('\n', line);
            next = next < 0 || next >= last ? stop : next + 1;
            var content = line;
            while (content < next && content - line < indentation && source[content] is not ('\n' or '\r')) content++;
            for (var at = content; at < next; at++) Add(tree, place + at, 1, form);
            if (next == stop) break;
            line = next;
        }

        return true;
    }

    static int Quotes(string source)
    {
        var quotes = 0;
        while (quotes < source.Length && source[quotes] == '"') quotes++;
        return quotes;
    }

    bool Verbatim(SyntaxTree tree, int place, string source)
    {
        var form = new Form(SyntaxKind.StringLiteralToken, IsVerbatim: true);
        for (var at = 2; at < source.Length - 1; at++)
        {
            var length = source[at] == '"' ? 2 : 1;
            Add(tree, place + at, length, form);
            at += length - 1;
        }

        return true;
    }

    bool Escaped(SyntaxTree tree, int place, string source)
    {
        var form = new Form(SyntaxKind.StringLiteralToken);
        for (var at = 1; at < source.Length - 1;)
        {
            if (source[at] != '\\')
            {
                Add(tree, place + at, 1, form);
                at++;
                continue;
            }

            var kind = source[at + 1];
            var length = kind switch { 'u' => 6, 'U' => 10, 'x' => 2 + Digits(source, at + 2), _ => 2 };
            if (at + length > source.Length - 1) return false;
            Add(tree, place + at, length, form);
            if (kind == 'U' && int.TryParse(
                source.Substring(at + 2, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code > 0xFFFF)
            {
                Add(tree, place + at, length, form);
            }

            at += length;
        }

        return true;
    }

    static int Digits(string source, int at)
    {
        var digits = 0;
        while (digits < 4 && at + digits < source.Length && Uri.IsHexDigit(source[at + digits])) digits++;
        return digits;
    }
}
