using System.Text;

namespace Spaceforge.Rego;

/// <summary>Searching and slicing strings.</summary>
static class StringBuiltins
{
    // Unicode white space, as defined by Go.
    static readonly char[] Spaces =
    [
        '\t', '\n', '\v', '\f', '\r', ' ', '\u0085', '\u00A0', '\u1680', '\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005',
        '\u2006', '\u2007', '\u2008', '\u2009', '\u200A', '\u2028', '\u2029', '\u202F', '\u205F', '\u3000',
    ];

    public static void Register(BuiltinTable table)
    {
        table.Add("contains", (context, arguments) => Test(context, arguments, static (a, b) => a.Contains(b, StringComparison.Ordinal)));
        table.Add("startswith", (context, arguments) => Test(
            context, arguments, static (a, b) => a.StartsWith(b, StringComparison.Ordinal)));
        table.Add("endswith", (context, arguments) => Test(
            context, arguments, static (a, b) => a.EndsWith(b, StringComparison.Ordinal)));
        table.Add("strings.any_prefix_match", (context, arguments) => AnyMatch(context, arguments, prefix: true));
        table.Add("strings.any_suffix_match", (context, arguments) => AnyMatch(context, arguments, prefix: false));
        table.Add("indexof", IndexOf);
        table.Add("indexof_n", IndexesOf);
        table.Add("strings.count", Count);
        table.Add("substring", Substring);
        table.Add("lower", (context, arguments) => Changed(context, arguments, static text => MapCase(text, Rune.ToLowerInvariant)));
        table.Add("upper", (context, arguments) => Changed(context, arguments, static text => MapCase(text, Rune.ToUpperInvariant)));
        table.Add("strings.reverse", (context, arguments) => Changed(context, arguments, Reverse));
        table.Add("trim_space", (context, arguments) => Changed(context, arguments, static text => text.Trim(Spaces)));
        table.Add("trim", (_, arguments) => Trim(arguments, left: true, right: true));
        table.Add("trim_left", (_, arguments) => Trim(arguments, left: true, right: false));
        table.Add("trim_right", (_, arguments) => Trim(arguments, left: false, right: true));
        table.Add("trim_prefix", (_, arguments) => Operands.Text(arguments, 0) is var text && Operands.Text(arguments, 1) is var prefix &&
            text.StartsWith(prefix, StringComparison.Ordinal) ? Operands.Of(text[prefix.Length..]) : arguments[0]);
        table.Add("trim_suffix", (_, arguments) => Operands.Text(arguments, 0) is var text && Operands.Text(arguments, 1) is var suffix &&
            text.EndsWith(suffix, StringComparison.Ordinal) ? Operands.Of(text[..^suffix.Length]) : arguments[0]);
        table.Add("format_int", FormatInteger);
    }

    static RegoBoolean Test(BuiltinContext context, RegoValue[] arguments, Func<string, string, bool> test)
    {
        var (text, part) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        context.Spend(text.Length / 256);
        return RegoBoolean.Of(test(text, part));
    }

    static RegoBoolean AnyMatch(BuiltinContext context, RegoValue[] arguments, bool prefix)
    {
        var texts = OneOrMore(arguments, 0);
        var parts = OneOrMore(arguments, 1);
        // In sorted order, a prefix is at its insertion point, followed by the strings that start with it.
        if (!prefix)
            (texts, parts) = ([.. texts.Select(Reverse)], [.. parts.Select(Reverse)]);
        context.Spend(texts.Length + parts.Length);
        if (texts.Length > 1)
            Array.Sort(texts, StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var at = Array.BinarySearch(texts, part, StringComparer.Ordinal);
            if (at >= 0 || (~at < texts.Length && texts[~at].StartsWith(part, StringComparison.Ordinal)))
                return RegoBoolean.True;
        }

        return RegoBoolean.False;
    }

    static string[] OneOrMore(RegoValue[] arguments, int index) => arguments[index] switch
    {
        RegoString text => [text.Value],
        RegoArray or RegoSet => Operands.Texts(arguments, index),
        var other => throw BuiltinException.Operand(index + 1, other, "string", "set", "array"),
    };

    static (string Text, string Search) Search(BuiltinContext context, RegoValue[] arguments)
    {
        var (text, search) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        if (search.Length == 0)
            throw new BuiltinException("empty search character");
        context.Spend(text.Length / 64);
        return (text, search);
    }

    static RegoNumber IndexOf(BuiltinContext context, RegoValue[] arguments)
    {
        var (text, search) = Search(context, arguments);
        var at = text.IndexOf(search, StringComparison.Ordinal);
        return RegoNumber.Of(at < 0 ? -1 : TextRunes.Index(text, at));
    }

    // Counts overlapping matches too.
    static RegoArray IndexesOf(BuiltinContext context, RegoValue[] arguments)
    {
        var (text, search) = Search(context, arguments);
        var found = new List<RegoValue>();
        var (last, rune) = (0, 0);
        for (var at = text.IndexOf(search, StringComparison.Ordinal); at >= 0;)
        {
            for (; last < at; rune++)
                last += TextRunes.Length(text, last);
            context.Reserve(40);
            found.Add(RegoNumber.Of(rune));
            at = at + 1 < text.Length ? text.IndexOf(search, at + 1, StringComparison.Ordinal) : -1;
        }

        return RegoArray.Wrap([.. found]);
    }

    static RegoNumber Count(BuiltinContext context, RegoValue[] arguments)
    {
        var (text, search) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        context.Spend(text.Length / 64);
        return RegoNumber.Of(search.Length == 0 ? TextRunes.Count(text) + 1 : text.AsSpan().Count(search));
    }

    static RegoString Substring(BuiltinContext context, RegoValue[] arguments)
    {
        var text = Operands.Text(arguments, 0);
        var (offset, length) = (Operands.Integer(arguments, 1), Operands.Integer(arguments, 2));
        if (offset < 0)
            throw new BuiltinException("negative offset");
        var from = TextRunes.Offset(text, offset);
        var rest = text[from..];
        return Operands.Of(length < 0 ? rest : rest[..TextRunes.Offset(rest, length)]);
    }

    static RegoString Changed(BuiltinContext context, RegoValue[] arguments, Func<string, string> change)
    {
        var text = Operands.Text(arguments, 0);
        context.Spend(text.Length / 64);
        context.Reserve(text.Length * 2L);
        return Operands.Of(change(text));
    }

    static string MapCase(string text, Func<Rune, Rune> map)
    {
        var changed = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, at, out var rune))
                changed.Append(map(rune).ToString());
            else
                changed.Append(text[at]);
            at += TextRunes.Length(text, at);
        }

        return changed.ToString();
    }

    static string Reverse(string text)
    {
        var reversed = text.ToCharArray();
        Array.Reverse(reversed);
        for (var i = 0; i + 1 < reversed.Length; i++)
        {
            if (!char.IsLowSurrogate(reversed[i]) || !char.IsHighSurrogate(reversed[i + 1]))
                continue;
            (reversed[i], reversed[i + 1]) = (reversed[i + 1], reversed[i]);
            i++;
        }

        return new(reversed);
    }

    static RegoString Trim(RegoValue[] arguments, bool left, bool right)
    {
        var text = Operands.Text(arguments, 0);
        var cut = Operands.Text(arguments, 1).EnumerateRunes().Select(rune => rune.ToString()).ToHashSet(StringComparer.Ordinal);
        var (from, to) = (0, text.Length);
        while (left && from < to && cut.Contains(text.Substring(from, TextRunes.Length(text, from))))
            from += TextRunes.Length(text, from);
        while (right && from < to)
        {
            var last = to > from + 1 && char.IsLowSurrogate(text[to - 1]) && char.IsHighSurrogate(text[to - 2]) ? 2 : 1;
            if (!cut.Contains(text.Substring(to - last, last)))
                break;
            to -= last;
        }

        return Operands.Of(text[from..to]);
    }

    static RegoString FormatInteger(BuiltinContext context, RegoValue[] arguments)
    {
        var number = Operands.Number(arguments, 0);
        var radix = Operands.Number(arguments, 1).Text switch
        {
            "2" => 2,
            "8" => 8,
            "10" => 10,
            "16" => 16,
            _ => throw Operands.Wrong(2, "must be one of {2, 8, 10, 16}"),
        };
        if (!number.TryGetInteger(out var value))
            value = ArithmeticBuiltins.Float(number).Truncated();
        context.Reserve(value.GetBitLength() * 2);
        return new(GoNumberText.Integer(value, radix));
    }
}
