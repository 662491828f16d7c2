using System.Buffers;
using System.Runtime.InteropServices;

namespace Spaceforge.Secrets;

/// <summary>Finds all secrets in a text in one pass, verbatim and escaped.</summary>
sealed class SecretSearch
{
    // For example, JSON in JSON in a URL.
    const int MostEscapes = 3;

    // A character takes at most \uXXXX, or three percent-encoded bytes in a URL, plus an escape of the escape.
    const int LongestEscape = 12;

    readonly SearchValues<string> _texts;

    // Longest first, so that if a secret contains another one, no part of it remains.
    readonly string[] _longestFirst;
    readonly Dictionary<string, bool> _isBase64 = new(StringComparer.Ordinal);
    readonly bool _hasBlanks;

    // Loops instead of LINQ: this is compiled before a hook's first log line.
    public SecretSearch(IEnumerable<string> secrets)
    {
        foreach (var secret in secrets) SecretForms.AddTo(_isBase64, secret);

        _longestFirst = new string[_isBase64.Count];
        _isBase64.Keys.CopyTo(_longestFirst, 0);
        Array.Sort(_longestFirst, (one, other) => other.Length.CompareTo(one.Length));
        _texts = SearchValues.Create(_longestFirst, StringComparison.Ordinal);
        foreach (var text in _longestFirst) _hasBlanks |= text.Contains(' ', StringComparison.Ordinal);
        LongestWritten = LongestEscape * _longestFirst[0].Length;
    }

    /// <summary>The maximum length of a secret in a text.</summary>
    public int LongestWritten { get; }

    /// <summary>The positions of secrets, in order and without overlaps, or null if there are none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">Those of other secrets, which are part of the result.</param>
    public List<(int Start, int End)>? Find(ReadOnlySpan<char> text, IReadOnlyCollection<(int Start, int End)>? known = null)
    {
        List<(int Start, int End)>? found = known is null ? null : [.. known];
        AddMatches(text, null, ref found);
        if (!text.ContainsAny(Escapes.Starts)) return found is null ? null : Merged(found);

        AddEscaped(text, ref found);
        if (found is null) return null;

        var merged = Merged(found);
        for (var round = 0; round < MostEscapes && AddBehind(text, merged, found); round++) merged = Merged(found);
        return merged;
    }

    /// <summary>
    /// Finds the secrets directly after others, whose first characters look like the rest of an escape that the others end with.
    /// </summary>
    bool AddBehind(ReadOnlySpan<char> text, List<(int Start, int End)> merged, List<(int Start, int End)> found)
    {
        var before = found.Count;
        for (var i = 0; i < merged.Count; i++)
        {
            var start = merged[i].End;
            var rest = text[start..(i + 1 < merged.Count ? merged[i + 1].Start : text.Length)];
            if (!rest.ContainsAny(Escapes.Starts)) continue;

            List<(int Start, int End)>? behind = null;
            AddEscaped(rest, ref behind);
            foreach (var (from, to) in behind ?? []) found.Add((start + from, start + to));
        }

        return found.Count > before;
    }

    void AddEscaped(ReadOnlySpan<char> text, ref List<(int Start, int End)>? found)
    {
        // Escapes may be nested in any order. Most orders result in the same text, which is searched only once.
        List<UnescapedText> all = [];
        AddLevel(text, null, ref found);
        for (var (from, depth) = (0, 1); depth < MostEscapes && from < all.Count; depth++)
        {
            for (var end = all.Count; from < end; from++)
            {
                if (all[from].Text.AsSpan().ContainsAny(Escapes.Starts)) AddLevel(all[from].Text, all[from], ref found);
            }
        }

        void AddLevel(ReadOnlySpan<char> text, UnescapedText? outer, ref List<(int Start, int End)>? found)
        {
            foreach (var kind in Escapes.Kinds)
            {
                if (kind == EscapeKind.Form && !_hasBlanks) continue;
                if (Escapes.Undo(text, kind, outer) is not { } inner || all.Exists(other => other.Text == inner.Text)) continue;

                AddMatches(inner.Text, inner, ref found);
                all.Add(inner);
            }
        }
    }

    void AddMatches(ReadOnlySpan<char> text, UnescapedText? map, ref List<(int Start, int End)>? found)
    {
        for (var at = 0; text[at..].IndexOfAny(_texts) is >= 0 and var next; at++)
        {
            at += next;
            var start = at;
            var form = LongestAt(text[at..]);
            var end = start + form.Length;
            if (_isBase64[form])
            {
                if (start > 0 && IsDigit(text[start - 1])) start--;
                if (end < text.Length && IsDigit(text[end])) end++;
                while (end < text.Length && text[end] == '=') end++;
            }

            (found ??= []).Add(map is null ? (start, end) : (map.SourceOf(start), map.SourceOf(end)));
        }
    }

    string LongestAt(ReadOnlySpan<char> text)
    {
        foreach (var form in _longestFirst)
        {
            if (text.StartsWith(form, StringComparison.Ordinal)) return form;
        }

        throw new InvalidOperationException("The match was not found again.");
    }

    /// <summary>Positions in order and without overlaps.</summary>
    /// <param name="found">At least one.</param>
    static List<(int Start, int End)> Merged(List<(int Start, int End)> found)
    {
        found.Sort();
        List<(int Start, int End)> merged = [found[0]];
        foreach (var (start, end) in CollectionsMarshal.AsSpan(found)[1..])
        {
            var last = merged[^1];
            if (start < last.End) merged[^1] = (last.Start, Math.Max(last.End, end));
            else merged.Add((start, end));
        }

        return merged;
    }

    static bool IsDigit(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_';
}
