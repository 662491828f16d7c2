namespace Spaceforge.Rego;

/// <summary>Unicode scripts, which .NET does not provide.</summary>
static partial class Re2Scripts
{
    public static RuneSet? Find(string name)
    {
        // Names must be words: anything else could match the middle of a line.
        if (name.Length < 2 || !name.All(letter => letter == '_' || char.IsAsciiLetter(letter)))
            return null;
        var head = name + " ";
        var at = Table.StartsWith(head, StringComparison.Ordinal) ? 0 : Table.IndexOf("\n" + head, StringComparison.Ordinal) + 1;
        if (at == 0 && !Table.StartsWith(head, StringComparison.Ordinal))
            return null;

        var pairs = new List<int>();
        var last = 0;
        at += head.Length;
        while (at < Table.Length && (Table[at] != '\n' || (at + 1 < Table.Length && Table[at + 1] == ' ')))
        {
            if (Table[at] is ' ' or '\n' or '\r')
            {
                at++;
                continue;
            }

            var lo = last + Number(ref at);
            last = lo;
            if (at < Table.Length && Table[at] == ':')
            {
                at++;
                last += Number(ref at);
            }

            pairs.AddRange([lo, last]);
        }

        return RuneSet.Union(pairs);
    }

    static int Number(ref int at)
    {
        var value = 0;
        for (; at < Table.Length && char.IsAsciiLetterOrDigit(Table[at]); at++)
            value = value * 36 + (char.IsAsciiDigit(Table[at]) ? Table[at] - '0' : Table[at] - 'a' + 10);
        return value;
    }
}
