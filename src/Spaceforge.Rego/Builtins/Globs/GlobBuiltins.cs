using System.Text;

namespace Spaceforge.Rego;

/// <summary>glob.*</summary>
static class GlobBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.Add("glob.match", Match);
        table.Add("glob.quote_meta", static (_, arguments) => Operands.Of(QuoteMeta(Operands.Text(arguments, 0))));
    }

    static RegoBoolean Match(BuiltinContext context, RegoValue[] arguments)
    {
        var pattern = Operands.Text(arguments, 0);
        var delimiters = Delimiters(arguments[1]);
        var text = Operands.Text(arguments, 2);
        var key = ("glob", pattern, string.Join(' ', delimiters));
        if (!context.Cache.TryGetValue(key, out var regex))
        {
            try
            {
                regex = RegexBuiltins.Compile(context, GlobPattern.ToRe2(pattern, delimiters));
            }
            catch (FormatException exception)
            {
                throw new BuiltinException(exception.Message);
            }

            context.Cache[key] = regex;
        }

        return RegoBoolean.Of(RegexBuiltins.Search(context, text, () => ((Re2Regex)regex).IsMatch(text)));
    }

    // No delimiters given: a dot. Null: none at all.
    static List<int> Delimiters(RegoValue value)
    {
        if (value is RegoNull)
            return [];
        if (value is not RegoArray array)
            throw BuiltinException.Operand(2, value, "array", "null");
        var delimiters = new List<int>();
        foreach (var item in array.Items)
        {
            if (item is not RegoString { Value: var text })
                throw Operands.Item(2, array, item, "string");
            if (TextRunes.Count(text) != 1)
                throw Operands.Item(2, array, item, "rune");
            delimiters.Add(Rune.TryGetRuneAt(text, 0, out var rune) ? rune.Value : Rune.ReplacementChar.Value);
        }

        return delimiters.Count == 0 ? ['.'] : delimiters;
    }

    static string QuoteMeta(string text)
    {
        var quoted = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (@"*?\[]{}".Contains(letter))
                quoted.Append('\\');
            quoted.Append(letter);
        }

        return quoted.ToString();
    }
}
