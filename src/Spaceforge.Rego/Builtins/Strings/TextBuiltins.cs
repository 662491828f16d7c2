using System.Text;

namespace Spaceforge.Rego;

/// <summary>Joining, splitting, replacing and formatting strings.</summary>
static class TextBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("concat", Concat);
        table.Add("split", Split);
        table.Add("replace", Replace);
        table.Add("strings.replace_n", ReplaceMany);
        table.Add("sprintf", Format);
        table.Add("internal.template_string", Template);
    }

    static RegoString Concat(BuiltinContext context, RegoValue[] arguments)
    {
        var delimiter = Operands.Text(arguments, 0);
        var texts = Operands.Texts(arguments, 1);
        context.Spend(texts.Length);
        context.Reserve(2 * texts.Sum(text => (long)text.Length + delimiter.Length));
        return Operands.Of(string.Join(delimiter, texts));
    }

    static RegoArray Split(BuiltinContext context, RegoValue[] arguments)
    {
        var (text, delimiter) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        context.Spend(text.Length / 16);
        if (delimiter.Length > 0)
        {
            context.Reserve(text.Length * 2L + text.AsSpan().Count(delimiter) * 56L);
            return Operands.Of(text.Split(delimiter));
        }

        // An empty separator splits into characters.
        context.Reserve(text.Length * 64L);
        var parts = new List<string>(text.Length);
        for (var at = 0; at < text.Length; at += TextRunes.Length(text, at))
            parts.Add(text.Substring(at, TextRunes.Length(text, at)));
        return Operands.Of(parts);
    }

    static RegoString Replace(BuiltinContext context, RegoValue[] arguments)
    {
        var (text, old, with) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1), Operands.Text(arguments, 2));
        return ReplaceAll(context, text, [(old, with)]);
    }

    static RegoString ReplaceMany(BuiltinContext context, RegoValue[] arguments)
    {
        var patterns = Operands.Object(arguments, 0);
        var text = Operands.Text(arguments, 1);
        var pairs = new List<(string, string)>(patterns.Count);
        foreach (var (key, value) in patterns)
        {
            if (key is not RegoString old)
                throw Operands.Wrong(1, "non-string key found in pattern object");
            if (value is not RegoString with)
                throw Operands.Wrong(1, "non-string value found in pattern object");
            pairs.Add((old.Value, with.Value));
        }

        return ReplaceAll(context, text, pairs);
    }

    // At each position, the first matching pair is used; an empty string matches before each code point and at the end.
    static RegoString ReplaceAll(BuiltinContext context, string text, List<(string Old, string New)> pairs)
    {
        var replaced = new StringBuilder(text.Length);
        var byFirst = pairs.Where(pair => pair.Old.Length > 0).Select(pair => pair.Old[0]).ToHashSet();
        var hasEmpty = pairs.Exists(pair => pair.Old.Length == 0);
        var afterMatch = false;
        for (var at = 0; at <= text.Length;)
        {
            if (at % 256 == 0)
                context.Spend(1 + (pairs.Count * 16));
            var found = -1;
            if (hasEmpty || (at < text.Length && byFirst.Contains(text[at])))
            {
                found = pairs.FindIndex(pair => (pair.Old.Length > 0 || !afterMatch) &&
                    string.CompareOrdinal(text, at, pair.Old, 0, pair.Old.Length) == 0);
            }

            afterMatch = false;
            if (found >= 0)
            {
                context.Reserve(pairs[found].New.Length * 2L);
                replaced.Append(pairs[found].New);
                at += pairs[found].Old.Length;
                afterMatch = pairs[found].Old.Length > 0;
            }

            if (!afterMatch)
            {
                var length = at < text.Length ? TextRunes.Length(text, at) : 1;
                if (at < text.Length)
                    replaced.Append(text, at, length);
                at += length;
            }
        }

        context.Reserve(replaced.Length * 2L);
        return Operands.Of(replaced.ToString());
    }

    static RegoString Format(BuiltinContext context, RegoValue[] arguments)
    {
        var format = Operands.Text(arguments, 0);
        var values = Operands.Array(arguments, 1);
        var reserved = 0L;
        var text = GoFormat.Format(format, [.. values.Items.Select(Argument)], length =>
        {
            if (length * 2L <= reserved)
                return;
            context.Reserve((length * 2L) - reserved + 4096);
            reserved = (length * 2L) + 4096;
        });
        return Operands.Of(text);
    }

    static object Argument(RegoValue value)
    {
        switch (value)
        {
            case RegoString text:
                return text.Value;
            case RegoNumber number:
                if (Operands.IsPlainInteger(number, out var small))
                    return small;
                if (number.TryGetInteger(out var large) && number.Text.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
                    return large;
                var real = number.ToDouble();
                return double.IsFinite(real) ? real : number.Text;
            default:
                return value.ToString();
        }
    }

    /// <summary>A template string; each part is a text, a value, or a set with at most one value, which may be undefined.</summary>
    static RegoString Template(BuiltinContext context, RegoValue[] arguments)
    {
        var text = new StringBuilder();
        foreach (var part in Operands.Array(arguments, 0).Items)
        {
            var value = part switch
            {
                RegoSet { Count: 0 } => "<undefined>",
                RegoSet { Count: 1 } set => Shown(set.Items[0]),
                RegoSet => throw new BuiltinException("template-strings must not produce multiple outputs"),
                _ => Shown(part),
            };
            context.Reserve(value.Length * 2L);
            text.Append(value);
        }

        return Operands.Of(text.ToString());
    }

    static string Shown(RegoValue value) => value is RegoString text ? text.Value : value.ToString();
}
