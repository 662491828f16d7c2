using System.Text;
using System.Text.RegularExpressions;

namespace Spaceforge.Rego;

/// <summary>An RE2 pattern that .NET matches without backtracking, in time linear in the text's length for any pattern.</summary>
sealed class Re2Regex
{
    readonly Re2Alphabet _alphabet;
    readonly System.Text.RegularExpressions.Regex _regex;
    readonly List<string> _groupNames;

    /// <param name="timeout">The time limit of one search; the number of states is linear, but each has a cost.</param>
    public Re2Regex(string pattern, TimeSpan timeout)
    {
        (var root, _groupNames) = Re2Parser.Parse(pattern);
        var sets = new Dictionary<string, RuneSet>(StringComparer.Ordinal);
        Collect(root, sets);
        _alphabet = new([.. sets.Values]);
        var text = new StringBuilder();
        Write(root, text);
        try
        {
            _regex = new(text.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, timeout);
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException)
        {
            throw new Re2SyntaxException("expression too large", pattern);
        }
    }

    public int Groups => _groupNames.Count;

    /// <summary>Whether the pattern is valid, without preparing it.</summary>
    public static bool IsValid(string pattern)
    {
        try
        {
            Re2Parser.Parse(pattern);
            return true;
        }
        catch (Re2SyntaxException)
        {
            return false;
        }
    }

    public bool IsMatch(string text) => _regex.IsMatch(new Re2Text(text, _alphabet).Letters);

    public Re2Text Read(string text) => new(text, _alphabet);

    /// <summary>At most <paramref name="limit"/> matches, all if negative; as in Go, an empty match after another does not count.</summary>
    public IEnumerable<Match> Matches(Re2Text text, long limit)
    {
        var letters = text.Letters;
        var (at, last) = (0, -1);
        for (long found = 0; (limit < 0 || found < limit) && at <= letters.Length;)
        {
            var match = _regex.Match(letters, at);
            if (!match.Success)
                yield break;
            var end = match.Index + match.Length;
            var counts = true;
            if (end == at)
            {
                counts = match.Index != last || match.Length > 0;
                at++;
            }
            else
            {
                at = end;
            }

            last = end;
            if (counts)
            {
                found++;
                yield return match;
            }
        }
    }

    /// <summary>The group number of a reference such as <c>$1</c> or <c>${name}</c>; -1 if it does not exist.</summary>
    public int Group(string name)
    {
        if (name.Length > 0 && name.All(char.IsAsciiDigit) && (name == "0" || name[0] != '0'))
            return int.TryParse(name, out var number) && number < Groups ? number : -1;
        return name.Length == 0 ? -1 : _groupNames.IndexOf(name);
    }

    static void Collect(Re2Node node, Dictionary<string, RuneSet> sets)
    {
        switch (node)
        {
            case Re2Node.Runes { Set: var set } when set.Ranges.Length > 0 && set.Ranges[^1] >= 0x80:
                sets.TryAdd(string.Join(',', set.Ranges), set);
                break;
            case Re2Node.Sequence { Items: var items }:
                items.ForEach(item => Collect(item, sets));
                break;
            case Re2Node.Choice { Items: var items }:
                items.ForEach(item => Collect(item, sets));
                break;
            case Re2Node.Repeat { Item: var item }:
                Collect(item, sets);
                break;
            case Re2Node.Capture { Item: var item }:
                Collect(item, sets);
                break;
        }
    }

    void Write(Re2Node node, StringBuilder text)
    {
        switch (node)
        {
            case Re2Node.Runes { Set: var set }:
                text.Append(_alphabet.Class(set));
                break;
            case Re2Node.Assertion { Kind: var kind }:
                text.Append(kind switch
                {
                    Re2Assertion.TextStart => @"\A",
                    Re2Assertion.TextEnd => @"\z",
                    Re2Assertion.LineStart => "(?m:^)",
                    Re2Assertion.LineEnd => "(?m:$)",
                    Re2Assertion.WordBoundary => @"\b",
                    _ => @"\B",
                });
                break;
            case Re2Node.Sequence { Items: var items }:
                items.ForEach(item => WriteGrouped(item, text, item is Re2Node.Choice));
                break;
            case Re2Node.Choice { Items: var items }:
                for (var i = 0; i < items.Count; i++)
                {
                    if (i > 0)
                        text.Append('|');
                    Write(items[i], text);
                }

                break;
            case Re2Node.Repeat { Min: 0, Max: 0 }:
                break;
            case Re2Node.Repeat { Min: var min, Max: var max } repeat:
                WriteGrouped(repeat.Item, text, repeat.Item is not (Re2Node.Runes or Re2Node.Capture));
                text.Append((min, max) switch
                {
                    (0, -1) => "*",
                    (1, -1) => "+",
                    (0, 1) => "?",
                    (_, -1) => $"{{{min},}}",
                    _ => $"{{{min},{max}}}",
                });
                if (repeat.Lazy)
                    text.Append('?');
                break;
            case Re2Node.Capture { Item: var item }:
                text.Append('(');
                Write(item, text);
                text.Append(')');
                break;
        }
    }

    void WriteGrouped(Re2Node node, StringBuilder text, bool grouped)
    {
        if (grouped)
            text.Append("(?:");
        Write(node, text);
        if (grouped)
            text.Append(')');
    }
}
