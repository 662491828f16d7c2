using System.Globalization;
using System.Text;

namespace Spaceforge.Manifests;

/// <summary>
/// Emits block-style YAML whose texts are read back byte for byte by YAML 1.1 and 1.2 parsers: plain if no parser can misread the text,
/// as a literal block if it has several lines, otherwise quoted.
/// </summary>
/// <remarks>
/// Not YamlDotNet's emitter, because it writes literal blocks only for texts without trailing spaces and without characters beyond the
/// 16-bit range, ends a block at U+2028, and would be part of every plugin's executable.
/// </remarks>
sealed class YamlWriter
{
    const int Step = 2;

    readonly StringBuilder _yaml = new();
    int _indentation;
    bool _inItem;

    public override string ToString() => _yaml.ToString();

    /// <param name="text">A single line.</param>
    public void Comment(string text) => _yaml.Append("# ").Append(text).Append('\n');

    public void Text(string key, string value)
    {
        Key(key);
        _yaml.Append(' ');
        Scalar(value, parent: _indentation);
    }

    /// <summary>A boolean or a number, which is written unquoted.</summary>
    public void Verbatim(string key, string value)
    {
        Key(key);
        _yaml.Append(' ').Append(value).Append('\n');
    }

    public void Texts(string key, IReadOnlyList<string> values)
    {
        Sequence(key, values, value =>
        {
            StartLine();
            Scalar(value, parent: _indentation - Step);
        });
    }

    /// <summary>A sequence; <paramref name="write"/> writes the keys of one item.</summary>
    public void Sequence<T>(string key, IReadOnlyList<T> items, Action<T> write)
    {
        Key(key);
        if (items.Count == 0)
        {
            _yaml.Append(" []\n");
            return;
        }

        _yaml.Append('\n');
        _indentation += 2 * Step;
        foreach (var item in items)
        {
            _inItem = true;
            write(item);
        }

        _indentation -= 2 * Step;
    }

    /// <summary>A mapping with at least one key.</summary>
    public void Mapping(string key, Action write)
    {
        Key(key);
        _yaml.Append('\n');
        _indentation += Step;
        write();
        _indentation -= Step;
    }

    void Key(string key)
    {
        StartLine();
        _yaml.Append(key).Append(':');
    }

    // Append(char, int) and span.Split are JIT-compiled in every process, which takes longer than writing a manifest.
    StringBuilder Indent(int column)
    {
        for (var i = 0; i < column; i++) _yaml.Append(' ');
        return _yaml;
    }

    void StartLine()
    {
        if (_inItem) Indent(_indentation - Step).Append("- ");
        else Indent(_indentation);
        _inItem = false;
    }

    /// <param name="value">The text.</param>
    /// <param name="parent">The column of the text's key or dash.</param>
    void Scalar(string value, int parent)
    {
        if (IsPlain(value)) _yaml.Append(value).Append('\n');
        else if (IsLiteral(value)) Literal(value, parent + Step);
        else if (IsPrintableLine(value)) _yaml.Append('\'').Append(value.Replace("'", "''", StringComparison.Ordinal)).Append("'\n");
        else DoubleQuoted(value);
    }

    static bool IsPlain(string value) =>
        value.Length > 0
        && (char.IsAsciiLetter(value[0]) || value[0] == '/')
        && value[^1] is not (' ' or ':')
        && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !value.Contains(": ", StringComparison.Ordinal)
        && !value.Contains(" #", StringComparison.Ordinal)
        && !IsReserved(value);

    // Words that YAML 1.1 reads as booleans or null. Numbers, dates, '<<' and '=' do not start with a letter, and so are never plain.
    static bool IsReserved(string value) =>
        value.Length <= 5 && value.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or "null";

    static bool IsPrintableLine(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            if (!IsPrintable(rune)) return false;
        }

        return true;
    }

    /// <summary>Several printable lines; parsers disagree about lines of blanks at the start or the end.</summary>
    static bool IsLiteral(string value)
    {
        if (!value.Contains('\n', StringComparison.Ordinal)) return false;

        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is not ('\n' or '\t') && !IsPrintable(rune)) return false;
        }

        var text = value.AsSpan().Trim('\n');
        var firstLine = text[..(text.IndexOf('\n') is var end and >= 0 ? end : text.Length)];
        return text.Length > 0 && text[^1] is not (' ' or '\t') && !firstLine.IsWhiteSpace();
    }

    /// <summary>
    /// Printable in YAML 1.1 and 1.2, and not a line break in either: no control characters, NEL, LS or PS, no byte order mark, and
    /// not U+FFFD, which replaces broken characters.
    /// </summary>
    static bool IsPrintable(Rune rune) => rune.Value switch
    {
        < 0x20 or (>= 0x7F and < 0xA0) => false,
        0x2028 or 0x2029 or 0xFEFF or >= 0xFFFD and <= 0xFFFF => false,
        _ => true,
    };

    void Literal(string value, int column)
    {
        var text = value.AsSpan().TrimEnd('\n');
        _yaml.Append('|');
        // Parsers detect the indentation from the first line, unless that starts with blanks.
        if (text[0] is ' ' or '\t' or '\n') _yaml.Append(Step);
        _yaml.Append((value.Length - text.Length) switch { 0 => "-", 1 => "", _ => "+" }).Append('\n');

        var lines = value.AsSpan(0, value.Length - (value.EndsWith('\n') ? 1 : 0));
        for (var isLast = false; !isLast;)
        {
            var end = lines.IndexOf('\n');
            isLast = end < 0;
            var line = isLast ? lines : lines[..end];
            if (!line.IsEmpty) Indent(column).Append(line);
            _yaml.Append('\n');
            lines = lines[(line.Length + (isLast ? 0 : 1))..];
        }
    }

    void DoubleQuoted(string value)
    {
        _yaml.Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => _yaml.Append("\\\""),
                '\\' => _yaml.Append(@"\\"),
                '\n' => _yaml.Append(@"\n"),
                '\r' => _yaml.Append(@"\r"),
                '\t' => _yaml.Append(@"\t"),
                _ when IsPrintable(rune) => _yaml.Append(rune),
                < 0x100 => _yaml.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:X2}"),
                _ => _yaml.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
            };
        }

        _yaml.Append("\"\n");
    }
}
