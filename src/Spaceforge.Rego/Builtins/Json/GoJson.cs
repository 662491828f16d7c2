using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Spaceforge.Rego;

/// <summary>Writes JSON like Go: keys in byte order, HTML characters escaped.</summary>
sealed class GoJson
{
    readonly BuiltinContext _context;
    readonly string? _prefix;
    readonly string _indent;
    readonly StringBuilder _text = new();
    int _reserved;

    GoJson(BuiltinContext context, string? prefix, string indent) => (_context, _prefix, _indent) = (context, prefix, indent);

    /// <param name="prefix">The prefix of each line; null: a single line without spaces.</param>
    public static string Write(BuiltinContext context, RegoValue value, string? prefix = null, string indent = "")
    {
        var json = new GoJson(context, prefix, indent);
        json._text.Append(prefix);
        json.Append(value, 1);
        json.Reserve(0);
        return json._text.ToString();
    }

    void Reserve(int free)
    {
        if (_text.Length - _reserved < free)
            return;
        _context.Reserve((_text.Length - _reserved) * 2L);
        _reserved = _text.Length;
    }

    void Append(RegoValue value, int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _context.Spend(1);
        Reserve(4096);
        switch (value)
        {
            case RegoNull:
                _text.Append("null");
                break;
            case RegoBoolean boolean:
                _text.Append(boolean.Value ? "true" : "false");
                break;
            case RegoNumber number:
                _text.Append(number.Text);
                break;
            case RegoString text:
                AppendText(text.Value);
                break;
            case RegoObject members:
                AppendMembers(members, depth);
                break;
            default:
                AppendItems(Operands.Items(value)!, depth);
                break;
        }
    }

    void AppendItems(RegoValue[] items, int depth)
    {
        _text.Append('[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0)
                _text.Append(',');
            NewLine(depth);
            Append(items[i], depth + 1);
        }

        if (items.Length > 0)
            NewLine(depth - 1);
        _text.Append(']');
    }

    void AppendMembers(RegoObject members, int depth)
    {
        var keys = new string[members.Count];
        var order = new int[members.Count];
        for (var i = 0; i < keys.Length; i++)
            (keys[i], order[i]) = (members.Keys[i] is RegoString text ? text.Value : Write(_context, members.Keys[i]), i);
        if (!members.Keys.All(key => key is RegoString))
            Array.Sort(keys, order, Comparer<string>.Create(RegoString.Compare));

        _text.Append('{');
        for (var i = 0; i < keys.Length; i++)
        {
            if (i > 0)
                _text.Append(',');
            NewLine(depth);
            AppendText(keys[i]);
            _text.Append(_prefix is null ? ":" : ": ");
            Append(members.Values[order[i]], depth + 1);
        }

        if (keys.Length > 0)
            NewLine(depth - 1);
        _text.Append('}');
    }

    void NewLine(int depth)
    {
        if (_prefix is null)
            return;
        _text.Append('\n').Append(_prefix);
        for (var i = 0; i < depth; i++)
            _text.Append(_indent);
        Reserve(4096);
    }

    void AppendText(string text)
    {
        _text.Append('"');
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            switch (letter)
            {
                case '"' or '\\':
                    _text.Append('\\').Append(letter);
                    break;
                case '\b':
                    _text.Append("\\b");
                    break;
                case '\f':
                    _text.Append("\\f");
                    break;
                case '\n':
                    _text.Append("\\n");
                    break;
                case '\r':
                    _text.Append("\\r");
                    break;
                case '\t':
                    _text.Append("\\t");
                    break;
                case < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029':
                    _text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                case >= '\uD800' and <= '\uDFFF':
                    var length = TextRunes.Length(text, at);
                    if (length == 2)
                        _text.Append(text, at++, 2);
                    else
                        _text.Append("\\ufffd");
                    break;
                default:
                    _text.Append(letter);
                    break;
            }
        }

        _text.Append('"');
    }
}
