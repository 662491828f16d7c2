using System.Text;

namespace Spaceforge.Rego;

/// <summary>
/// Maps non-ASCII code points that a pattern cannot distinguish to one character. .NET matches UTF-16 with Unicode word characters,
/// RE2 matches code points with ASCII word characters; over this alphabet, both behave the same.
/// </summary>
sealed class Re2Alphabet
{
    // Private use characters are not word characters in .NET either.
    const char First = '\uE000';
    const int MaxLetters = 0x1900;

    readonly int[] _starts;
    readonly char[] _letters;

    public Re2Alphabet(IReadOnlyList<RuneSet> sets)
    {
        var cuts = new SortedSet<int> { 0x80 };
        foreach (var set in sets)
        {
            for (var i = 0; i < set.Ranges.Length; i += 2)
            {
                if (set.Ranges[i] > 0x80)
                    cuts.Add(set.Ranges[i]);
                if (set.Ranges[i + 1] is >= 0x80 and < RuneSet.MaxRune)
                    cuts.Add(set.Ranges[i + 1] + 1);
            }
        }

        _starts = [.. cuts];
        _letters = new char[_starts.Length];
        var known = new Dictionary<string, char>(StringComparer.Ordinal);
        var members = new StringBuilder(sets.Count);
        var positions = new int[sets.Count];
        for (var i = 0; i < _starts.Length; i++)
        {
            members.Clear();
            for (var s = 0; s < sets.Count; s++)
            {
                var ranges = sets[s].Ranges;
                while (positions[s] < ranges.Length && ranges[positions[s] + 1] < _starts[i])
                    positions[s] += 2;
                if (positions[s] < ranges.Length && ranges[positions[s]] <= _starts[i])
                    members.Append((char)s);
            }

            var key = members.ToString();
            if (!known.TryGetValue(key, out var letter))
            {
                if (known.Count == MaxLetters)
                    throw new Re2SyntaxException("expression too large", "");
                known[key] = letter = (char)(First + known.Count);
            }

            _letters[i] = letter;
        }
    }

    public char Letter(int rune)
    {
        if (rune < 0x80)
            return (char)rune;
        var at = Array.BinarySearch(_starts, rune);
        return _letters[at >= 0 ? at : ~at - 1];
    }

    /// <summary>The .NET character class for a set: its ASCII part, and the characters that represent the rest.</summary>
    public string Class(RuneSet set)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < set.Ranges.Length && set.Ranges[i] < 0x80; i += 2)
            AppendRange(text, (char)set.Ranges[i], (char)Math.Min(set.Ranges[i + 1], 0x7F));

        var letters = new SortedSet<char>();
        for (int i = 0, at = 0; i < _starts.Length; i++)
        {
            while (at < set.Ranges.Length && set.Ranges[at + 1] < _starts[i])
                at += 2;
            if (at < set.Ranges.Length && set.Ranges[at] <= _starts[i])
                letters.Add(_letters[i]);
        }

        foreach (var letter in letters)
            AppendRange(text, letter, letter);
        // An empty class matches nothing.
        return text.Length == 1 ? "[^\\u0000-\\uFFFF]" : text.Append(']').ToString();
    }

    static void AppendRange(StringBuilder text, char lo, char hi)
    {
        text.Append("\\u").Append(((int)lo).ToString("X4"));
        if (lo != hi)
            text.Append("-\\u").Append(((int)hi).ToString("X4"));
    }
}
