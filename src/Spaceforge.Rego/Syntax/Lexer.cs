using System.Globalization;
using System.Text;

namespace Spaceforge.Rego;

/// <summary>Splits text into tokens.</summary>
sealed class Lexer
{
    const int MostNested = 32;
    static readonly string[] Pairs = [":=", "==", "!=", "<=", ">="];
    readonly string text;
    readonly string file;
    readonly List<RegoError> errors;
    int at;
    int line = 1;
    int lineStart;
    bool afterLine = true;
    int lastEnd = -1;

    Lexer(string text, string file, List<RegoError> errors)
    {
        this.text = text;
        this.file = file;
        this.errors = errors;
    }

    public List<Comment> Comments { get; } = [];

    public static (List<Token> Tokens, List<Comment> Comments) Read(string text, string file, List<RegoError> errors)
    {
        var lexer = new Lexer(text, file, errors);
        return (lexer.Tokens(0), lexer.Comments);
    }

    List<Token> Tokens(int nested)
    {
        var tokens = new List<Token>();
        var braces = 0;
        while (true)
        {
            Skip();
            if (at < text.Length && nested > 0)
            {
                if (text[at] == '{') braces++;
                if (text[at] == '}' && braces-- == 0)
                {
                    tokens.Add(New(TokenKind.End, "}", line, at - lineStart + 1));
                    return tokens;
                }
            }

            var token = Next(nested);
            tokens.Add(token);
            if (token.Kind == TokenKind.End) return tokens;
            afterLine = false;
            lastEnd = at;
        }
    }

    void Skip()
    {
        while (at < text.Length)
        {
            var character = text[at];
            if (character == '\n')
            {
                NewLine();
            }
            else if (character == '#')
            {
                var start = at;
                while (at < text.Length && text[at] != '\n') at++;
                Comments.Add(new(line, start - lineStart + 1, text.Substring(start + 1, at - start - 1).TrimEnd('\r')));
            }
            else if (character is ' ' or '\t' or '\r' or '\uFEFF')
            {
                at++;
            }
            else
            {
                return;
            }
        }
    }

    void NewLine()
    {
        at++;
        line++;
        lineStart = at;
        afterLine = true;
    }

    Token Next(int nested)
    {
        var column = at - lineStart + 1;
        if (at >= text.Length) return New(TokenKind.End, "", line, column);
        var start = at;
        var character = text[at];
        if (IsNameStart(character))
        {
            while (at < text.Length && (IsNameStart(text[at]) || IsDigit(text[at]))) at++;
            return New(TokenKind.Name, text.Substring(start, at - start), line, column, start);
        }

        if (IsDigit(character) || (character == '.' && at + 1 < text.Length && IsDigit(text[at + 1]))) return Number(column);
        if (character == '"') return Quoted(column);
        if (character == '`') return Raw(column);
        if (character == '$' && at + 1 < text.Length && text[at + 1] is '"' or '`') return Template(column, nested);
        foreach (var pair in Pairs)
        {
            if (string.CompareOrdinal(text, at, pair, 0, 2) != 0) continue;
            at += 2;
            return New(TokenKind.Symbol, pair, line, column, start);
        }

        at++;
        if ("[](){}.,;:=<>+-*/%|&".IndexOf(character) < 0)
        {
            if (char.IsHighSurrogate(character) && at < text.Length) at++;
            Error(line, column, $"'{text.Substring(start, at - start)}' is not a character of Rego");
        }

        return New(TokenKind.Symbol, text.Substring(start, at - start), line, column, start);
    }

    Token Number(int column)
    {
        var start = at;
        while (at < text.Length && IsDigit(text[at])) at++;
        if (at + 1 < text.Length && text[at] == '.' && IsDigit(text[at + 1]))
        {
            at++;
            while (at < text.Length && IsDigit(text[at])) at++;
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-') at++;
            while (at < text.Length && IsDigit(text[at])) at++;
        }

        while (at < text.Length && IsNameStart(text[at])) at++;
        var number = text.Substring(start, at - start);
        if (!RegoNumber.TryParse(number, out _))
        {
            Error(line, column, number.Length > 1 && number[0] == '0' && IsDigit(number[1])
                ? $"'{Shortened(number)}' is not a number: write it without the leading zero"
                : $"'{Shortened(number)}' is not a number");
            number = "0";
        }

        return New(TokenKind.Number, number, line, column, start);
    }

    Token Quoted(int column)
    {
        var start = at++;
        var value = new StringBuilder();
        while (true)
        {
            if (at >= text.Length || text[at] == '\n')
            {
                Error(line, column, "the string has no closing quote: write \", or ` around a text of several lines");
                break;
            }

            var character = text[at++];
            if (character == '"') break;
            if (character == '\\')
            {
                Escape(value, template: false);
            }
            else
            {
                value.Append(character);
            }
        }

        return New(TokenKind.Text, value.ToString(), line, column, start);
    }

    Token Raw(int column)
    {
        var (start, startLine) = (at++, line);
        var end = text.IndexOf('`', at);
        if (end < 0)
        {
            Error(line, column, "the string has no closing `");
            end = text.Length;
        }

        var token = New(TokenKind.Text, text.Substring(at, end - at).Replace("\r\n", "\n"), startLine, column, start);
        while (at < end)
        {
            if (text[at] == '\n')
            {
                NewLine();
                afterLine = false;
            }
            else
            {
                at++;
            }
        }

        at = Math.Min(text.Length, end + 1);
        return token;
    }

    Token Template(int column, int nested)
    {
        var (start, startLine, adjacent, first) = (at, line, at == lastEnd, afterLine);
        var quote = text[at + 1];
        at += 2;
        var parts = new List<TemplatePart>();
        var value = new StringBuilder();
        while (true)
        {
            if (at >= text.Length || (text[at] == '\n' && quote == '"'))
            {
                Error(startLine, column, $"the template string has no closing {quote}");
                break;
            }

            var character = text[at];
            if (character == quote)
            {
                at++;
                break;
            }

            if (character == '{')
            {
                at++;
                if (value.Length > 0) parts.Add(new(value.ToString(), null));
                value.Clear();
                if (nested >= MostNested)
                {
                    Error(line, at - lineStart, "template strings are nested too deep");
                    at = text.Length;
                    break;
                }

                afterLine = false;
                parts.Add(new(null, Tokens(nested + 1)));
                if (at < text.Length) at++;
            }
            else if (character == '\n')
            {
                value.Append('\n');
                NewLine();
            }
            else if (character == '\\' && (quote == '"' || (at + 1 < text.Length && text[at + 1] == '{')))
            {
                at++;
                Escape(value, template: true);
            }
            else
            {
                value.Append(character);
                at++;
            }
        }

        if (value.Length > 0) parts.Add(new(value.ToString(), null));
        return new()
        {
            Kind = TokenKind.Template,
            Line = startLine,
            Column = column,
            AfterLine = first,
            Adjacent = adjacent,
            Parts = parts,
            Text = text.Substring(start, 2)
        };
    }

    void Escape(StringBuilder value, bool template)
    {
        if (at >= text.Length) return;
        var character = text[at++];
        switch (character)
        {
            case '"' or '\\' or '/':
                value.Append(character);
                break;
            case '{' when template:
                value.Append(character);
                break;
            case 'n':
                value.Append('\n');
                break;
            case 't':
                value.Append('\t');
                break;
            case 'r':
                value.Append('\r');
                break;
            case 'b':
                value.Append('\b');
                break;
            case 'f':
                value.Append('\f');
                break;
            case 'u' when at + 4 <= text.Length && int.TryParse(
                text.Substring(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                value.Append((char)code);
                at += 4;
                break;
            default:
                Error(line,
                    at - lineStart - 1, $"'\\{character}' is not an escape of a string: write '\\\\{character}', or ` around the text");
                break;
        }
    }

    Token New(TokenKind kind, string value, int tokenLine, int column, int start = -1) => new()
    {
        Kind = kind,
        Text = value,
        Line = tokenLine,
        Column = column,
        AfterLine = afterLine,
        Adjacent = start >= 0 && start == lastEnd,
    };

    void Error(int errorLine, int column, string message) =>
        errors.Add(new("rego_parse_error", message, new(file, errorLine, column)));

    static string Shortened(string value) => value.Length > 40 ? value.Substring(0, 40) + "..." : value;

    static bool IsNameStart(char character) => character is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

    static bool IsDigit(char character) => character is >= '0' and <= '9';
}
