using System.Runtime.CompilerServices;
using System.Text;

namespace Spaceforge.Rego;

/// <summary>Writes block-style YAML like Go: lists are not indented below their key.</summary>
sealed class YamlWriting
{
    readonly BuiltinContext _context;
    readonly StringBuilder _text = new();
    int _reserved;

    YamlWriting(BuiltinContext context) => _context = context;

    public static string Write(BuiltinContext context, RegoValue value)
    {
        var yaml = new YamlWriting(context);
        yaml.Append(value, 0, inline: false);
        yaml.Reserve(0);
        return yaml._text.ToString();
    }

    void Reserve(int free)
    {
        if (_text.Length - _reserved < free)
            return;
        _context.Reserve((_text.Length - _reserved) * 2L);
        _reserved = _text.Length;
    }

    // Inline: the line already started with a dash.
    void Append(RegoValue value, int indent, bool inline)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _context.Spend(1);
        Reserve(4096);
        switch (value)
        {
            case RegoObject { Count: > 0 } members:
                foreach (var (key, member) in members)
                {
                    if (!inline)
                        _text.Append(' ', indent);
                    inline = false;
                    AppendText(key is RegoString text ? text.Value : key.ToJson(), indent, isKey: true);
                    _text.Append(':');
                    AppendMember(member, indent);
                }

                break;
            case RegoArray { Count: > 0 } or RegoSet { Count: > 0 }:
                foreach (var item in Operands.Items(value)!)
                {
                    if (!inline)
                        _text.Append(' ', indent);
                    inline = false;
                    _text.Append("- ");
                    Append(item, indent + 2, inline: true);
                }

                break;
            default:
                AppendScalar(value, Math.Max(indent, 2));
                _text.Append('\n');
                break;
        }
    }

    void AppendMember(RegoValue member, int indent)
    {
        switch (member)
        {
            case RegoObject { Count: > 0 }:
                _text.Append('\n');
                Append(member, indent + 2, inline: false);
                break;
            case RegoArray { Count: > 0 } or RegoSet { Count: > 0 }:
                _text.Append('\n');
                Append(member, indent, inline: false);
                break;
            default:
                _text.Append(' ');
                AppendScalar(member, indent + 2);
                _text.Append('\n');
                break;
        }
    }

    void AppendScalar(RegoValue value, int indent)
    {
        switch (value)
        {
            case RegoString text:
                AppendText(text.Value, indent, isKey: false);
                break;
            case RegoObject:
                _text.Append("{}");
                break;
            case RegoArray or RegoSet:
                _text.Append("[]");
                break;
            default:
                _text.Append(value.ToJson());
                break;
        }
    }

    void AppendText(string text, int indent, bool isKey)
    {
        if (text.Contains('\n') && !isKey && IsPrintable(text))
        {
            AppendLiteral(text, indent);
            return;
        }

        if (text.Length > 0 && !MeansText(text))
            _text.Append(GoQuote.Text(text));
        else if (!IsPrintable(text) || text.Contains('\n'))
            _text.Append(GoQuote.Text(text));
        else if (IsPlain(text))
            _text.Append(text);
        else
            _text.Append('\'').Append(text.Replace("'", "''")).Append('\'');
    }

    void AppendLiteral(string text, int indent)
    {
        _text.Append('|');
        if (text[0] is ' ' or '\n')
            _text.Append('2');
        if (!text.EndsWith('\n'))
            _text.Append('-');
        else if (text.Length == 1 || text[^2] == '\n')
            _text.Append('+');
        var lines = text.Split('\n');
        // The last line break terminates the scalar.
        for (var i = 0; i < lines.Length - (text.EndsWith('\n') ? 1 : 0); i++)
        {
            _text.Append('\n');
            if (lines[i].Length > 0)
                _text.Append(' ', indent).Append(lines[i]);
        }
    }

    static bool MeansText(string text)
    {
        try
        {
            return YamlScalar.Resolve(text) is RegoString && !IsSexagesimal(text);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // YAML 1.1 parsers read 1:30 as ninety.
    static bool IsSexagesimal(string text) =>
        text.Contains(':') && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+') &&
        text.Skip(1).All(letter => char.IsAsciiDigit(letter) || letter is ':' or '.' or '_');

    static bool IsPrintable(string text)
    {
        for (var at = 0; at < text.Length; at += TextRunes.Length(text, at))
        {
            if (text[at] is (< ' ' and not ('\n' or '\t')) or (>= '\u007F' and <= '\u009F' and not '\u0085') or
                '\u2028' or '\u2029' or '\uFEFF')
                return false;
            if (char.IsSurrogate(text[at]) && TextRunes.Length(text, at) == 1)
                return false;
        }

        return true;
    }

    static bool IsPlain(string text)
    {
        if (text.Length == 0 || text[0] == ' ' || text[^1] == ' ' || text.StartsWith("---", StringComparison.Ordinal) ||
            text.StartsWith("...", StringComparison.Ordinal))
            return false;
        if (",[]{}#&*!|>'\"%@`".Contains(text[0]))
            return false;
        if (text[0] is '-' or '?' or ':' && (text.Length == 1 || text[1] is ' ' or '\t'))
            return false;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '#' && text[i - 1] is ' ' or '\t')
                return false;
            if (text[i] == ':' && (i + 1 == text.Length || text[i + 1] is ' ' or '\t'))
                return false;
        }

        return !text.Contains('\t');
    }
}
