using System.Text;
using System.Text.RegularExpressions;

namespace Spaceforge.Rego;

/// <summary>regex.*, with RE2 semantics.</summary>
static class RegexBuiltins
{
    // The time limit of one search: the evaluation's limits are only checked between searches.
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    const int MostPattern = 64 * 1024;

    public static void Register(BuiltinTable table)
    {
        table.Add("regex.is_valid", static (_, arguments) => RegoBoolean.Of(
            arguments[0] is RegoString pattern && pattern.Value.Length <= MostPattern && Re2Regex.IsValid(pattern.Value)));
        table.Add("regex.match", Match);
        table.Add("re_match", Match);
        table.Add("regex.split", Split);
        table.Add("regex.find_n", FindAll);
        table.Add("regex.find_all_string_submatch_n", FindSubmatches);
        table.Add("regex.replace", Replace);
        table.Add("regex.template_match", TemplateMatch);
        table.Add("regex.globs_match", GlobsMatch);
    }

    /// <summary>A compiled pattern, cached per evaluation.</summary>
    public static Re2Regex Compile(BuiltinContext context, string pattern)
    {
        if (context.Cache.TryGetValue(("regex", pattern), out var known))
            return (Re2Regex)known;
        if (pattern.Length > MostPattern)
            throw new BuiltinException("error parsing regexp: expression too large");
        context.Spend(100 + pattern.Length);
        try
        {
            var regex = new Re2Regex(pattern, Longest);
            context.Cache[("regex", pattern)] = regex;
            return regex;
        }
        catch (Re2SyntaxException exception)
        {
            throw new BuiltinException(exception.Message);
        }
    }

    /// <summary>Counts a search, and ends the evaluation if it takes too long.</summary>
    public static T Search<T>(BuiltinContext context, string text, Func<T> search)
    {
        context.Spend(1 + (text.Length / 16));
        try
        {
            return search();
        }
        catch (RegexMatchTimeoutException)
        {
            throw new BuiltinException("the pattern takes too long on this text") { AlwaysFails = true };
        }
    }

    static RegoValue Match(BuiltinContext context, RegoValue[] arguments)
    {
        var (pattern, text) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        var regex = Compile(context, pattern);
        return RegoBoolean.Of(Search(context, text, () => regex.IsMatch(text)));
    }

    static RegoArray Split(BuiltinContext context, RegoValue[] arguments)
    {
        var (pattern, text) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        var regex = Compile(context, pattern);
        if (text.Length == 0 && pattern.Length > 0)
            return RegoArray.Wrap([RegoString.Empty]);
        return Search(context, text, () =>
        {
            var read = regex.Read(text);
            var parts = new List<string>();
            var (begin, end) = (0, 0);
            foreach (var match in regex.Matches(read, -1))
            {
                end = match.Index;
                if (match.Index + match.Length != 0)
                    Add(context, parts, read.Slice(begin, end));
                begin = match.Index + match.Length;
            }

            if (end != read.Letters.Length)
                Add(context, parts, read.Slice(begin, read.Letters.Length));
            return Operands.Of(parts);
        });
    }

    static void Add(BuiltinContext context, List<string> parts, string part)
    {
        context.Spend(1);
        context.Reserve(56 + (part.Length * 2L));
        parts.Add(part);
    }

    static RegoArray FindAll(BuiltinContext context, RegoValue[] arguments)
    {
        var (pattern, text) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        var limit = Operands.Integer(arguments, 2);
        var regex = Compile(context, pattern);
        return Search(context, text, () =>
        {
            var read = regex.Read(text);
            var parts = new List<string>();
            foreach (var match in regex.Matches(read, limit))
                Add(context, parts, read.Slice(match.Index, match.Index + match.Length));
            return Operands.Of(parts);
        });
    }

    static RegoArray FindSubmatches(BuiltinContext context, RegoValue[] arguments)
    {
        var (pattern, text) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        var limit = Operands.Integer(arguments, 2);
        var regex = Compile(context, pattern);
        return Search(context, text, () =>
        {
            var read = regex.Read(text);
            var found = new List<RegoValue>();
            foreach (var match in regex.Matches(read, limit))
            {
                var parts = new List<string>(match.Groups.Count);
                for (var i = 0; i < match.Groups.Count; i++)
                    Add(context, parts, GroupText(read, match.Groups[i]));
                found.Add(Operands.Of(parts));
            }

            return RegoArray.Wrap([.. found]);
        });
    }

    static string GroupText(Re2Text text, Group group) => group.Success ? text.Slice(group.Index, group.Index + group.Length) : "";

    static RegoString Replace(BuiltinContext context, RegoValue[] arguments)
    {
        var (text, pattern, with) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1), Operands.Text(arguments, 2));
        var regex = Compile(context, pattern);
        return Search(context, text, () =>
        {
            var read = regex.Read(text);
            var replaced = new StringBuilder(text.Length);
            var last = 0;
            foreach (var match in regex.Matches(read, -1))
            {
                var before = replaced.Length;
                replaced.Append(read.Slice(last, match.Index));
                Expand(regex, with, read, match, replaced);
                last = match.Index + match.Length;
                context.Spend(1);
                context.Reserve((replaced.Length - before) * 2L);
            }

            return Operands.Of(replaced.Append(read.Slice(last, read.Letters.Length)).ToString());
        });
    }

    // $1, $name and ${name}; the longest possible name is used, and $$ is a dollar.
    static void Expand(Re2Regex regex, string template, Re2Text text, Match match, StringBuilder output)
    {
        for (var at = 0; at < template.Length;)
        {
            var dollar = template.IndexOf('$', at);
            if (dollar < 0)
            {
                output.Append(template, at, template.Length - at);
                return;
            }

            output.Append(template, at, dollar - at);
            at = dollar + 1;
            if (at < template.Length && template[at] == '$')
            {
                output.Append('$');
                at++;
                continue;
            }

            var braced = at < template.Length && template[at] == '{';
            var start = braced ? at + 1 : at;
            var end = start;
            while (end < template.Length && (template[end] == '_' || char.IsLetterOrDigit(template[end])))
                end++;
            if (end == start || (braced && (end == template.Length || template[end] != '}')))
            {
                output.Append('$');
                continue;
            }

            var group = regex.Group(template[start..end]);
            if (group >= 0)
                output.Append(GroupText(text, match.Groups[group]));
            at = braced ? end + 1 : end;
        }
    }

    static RegoBoolean TemplateMatch(BuiltinContext context, RegoValue[] arguments)
    {
        var (template, text) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        var (open, close) = (Operands.Text(arguments, 2), Operands.Text(arguments, 3));
        if (open.Length != 1)
            throw new BuiltinException($"start delimiter has to be exactly one character long but is {open.Length} long");
        if (close.Length != 1)
            throw new BuiltinException($"end delimiter has to be exactly one character long but is {close.Length} long");
        var regex = Compile(context, TemplatePattern(context, template, open[0], close[0]));
        return RegoBoolean.Of(Search(context, text, () => regex.IsMatch(text)));
    }

    static string TemplatePattern(BuiltinContext context, string template, char open, char close)
    {
        var pattern = new StringBuilder("^");
        var (level, start, end) = (0, 0, 0);
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == open)
            {
                if (++level == 1)
                    start = i;
            }
            else if (template[i] == close && --level == 0)
            {
                var part = template[(start + 1)..i];
                Compile(context, $"^{part}$");
                pattern.Append(Quote(template[end..start])).Append('(').Append(part).Append(')');
                end = i + 1;
            }

            if (level < 0)
                break;
        }

        return level == 0
            ? pattern.Append(Quote(template[end..])).Append('$').ToString()
            : throw new BuiltinException($"unbalanced braces in {GoQuote.Text(template)}");
    }

    static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (@"\.+*?()|[]{}^$".Contains(letter))
                quoted.Append('\\');
            quoted.Append(letter);
        }

        return quoted.ToString();
    }

    static RegoBoolean GlobsMatch(BuiltinContext context, RegoValue[] arguments)
    {
        var (left, right) = (Operands.Text(arguments, 0), Operands.Text(arguments, 1));
        context.Spend((long)left.Length * right.Length);
        context.Reserve((long)left.Length * right.Length * 32);
        try
        {
            return RegoBoolean.Of(GlobIntersection.NonEmpty(left, right));
        }
        catch (FormatException exception)
        {
            throw new BuiltinException(exception.Message);
        }
    }
}
