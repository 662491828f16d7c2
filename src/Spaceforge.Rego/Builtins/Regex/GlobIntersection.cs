namespace Spaceforge.Rego;

/// <summary>Whether two patterns of <c>.</c>, <c>[...]</c>, <c>*</c> and <c>+</c> match a common non-empty text.</summary>
static class GlobIntersection
{
    readonly record struct Token(RuneSet Set, char Flag);

    public static bool NonEmpty(string left, string right)
    {
        var a = Tokenize(left);
        var b = Tokenize(right);
        if (a.Count == 0 && b.Count == 0)
            return true;

        // Positions in both patterns, with flags for whether a token was already consumed and whether any rune was.
        var seen = new HashSet<(int, int, bool, bool, bool)>();
        var queue = new Stack<(int I, int J, bool TookA, bool TookB, bool Any)>();
        queue.Push((0, 0, false, false, false));
        while (queue.TryPop(out var at))
        {
            if (!seen.Add(at))
                continue;
            var (i, j, tookA, tookB, any) = at;
            if (i == a.Count && j == b.Count && any)
                return true;
            if (i < a.Count && (a[i].Flag == '*' || (tookA && a[i].Flag == '+')))
                queue.Push((i + 1, j, false, tookB, any));
            if (j < b.Count && (b[j].Flag == '*' || (tookB && b[j].Flag == '+')))
                queue.Push((i, j + 1, tookA, false, any));
            if (i == a.Count || j == b.Count || !Meet(a[i].Set, b[j].Set))
                continue;
            var (stayA, stayB) = (a[i].Flag != ' ', b[j].Flag != ' ');
            queue.Push((stayA ? i : i + 1, stayB ? j : j + 1, stayA, stayB, true));
        }

        return false;
    }

    static bool Meet(RuneSet a, RuneSet b)
    {
        for (int i = 0, j = 0; i < a.Ranges.Length && j < b.Ranges.Length;)
        {
            if (a.Ranges[i + 1] < b.Ranges[j])
                i += 2;
            else if (b.Ranges[j + 1] < a.Ranges[i])
                j += 2;
            else
                return true;
        }

        return false;
    }

    static List<Token> Tokenize(string input)
    {
        var runes = input.EnumerateRunes().Select(rune => rune.Value).ToArray();
        var tokens = new List<Token>();
        for (var at = 0; at < runes.Length;)
        {
            var rune = Next(input, runes, ref at, out var escaped);
            var set = (escaped, rune) switch
            {
                (false, '.') => RuneSet.All,
                (false, '[') => ReadSet(input, runes, ref at),
                (false, ']') => throw Invalid(input, at, "set-close ']' with no preceding '['"),
                (false, '*' or '+') => throw Invalid(input, at, $"flag '{(char)rune}' must be preceded by a non-flag"),
                _ => RuneSet.Of(rune),
            };
            var flag = at < runes.Length && runes[at] is '*' or '+' ? (char)runes[at++] : ' ';
            tokens.Add(new(set, flag));
        }

        return tokens;
    }

    static RuneSet ReadSet(string input, int[] runes, ref int at)
    {
        var pairs = new List<int>();
        int? previous = null;
        while (at < runes.Length)
        {
            var rune = Next(input, runes, ref at, out var escaped);
            if (!escaped && rune == ']')
                return RuneSet.Union(pairs);
            if (escaped || rune != '-')
            {
                pairs.AddRange([rune, rune]);
                previous = rune;
                continue;
            }

            if (previous is not { } lo)
                throw Invalid(input, at, "range character '-' must be preceded by a Unicode character");
            if (at >= runes.Length - 1)
                throw Invalid(input, at, "range character '-' must be followed by a Unicode character");
            rune = Next(input, runes, ref at, out escaped);
            if (!escaped && rune is ']' or '-')
                throw Invalid(input, at, "range character '-' cannot be followed by a special symbol");
            if (rune < lo)
            {
                var (hi, first) = (char.ConvertFromUtf32(rune), char.ConvertFromUtf32(lo));
                throw Invalid(input, at, $"range is out of order: '{hi}' comes before '{first}' in Unicode");
            }

            pairs.AddRange([lo, rune]);
            previous = null;
        }

        throw Invalid(input, at, "found [ without matching ]");
    }

    static int Next(string input, int[] runes, ref int at, out bool escaped)
    {
        escaped = runes[at] == '\\';
        if (!escaped)
            return runes[at++];
        if (at + 1 == runes.Length)
            throw Invalid(input, at, "input ends with a \\ (escape) character");
        at += 2;
        return runes[at - 1];
    }

    static FormatException Invalid(string input, int position, string what) =>
        new($"input:{input}, pos:{position}, {what}: the input provided is invalid");
}
