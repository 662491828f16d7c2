using Spaceforge.Secrets;

namespace Spaceforge.Cli.Simulating;

/// <summary>Masks secrets in a run's output, including those that hooks add with <c>::add-mask</c>, the only log command.</summary>
sealed class LogMasks
{
    const string Command = "::add-mask ";
    const int MostOfHooks = 2_000;
    const int LargestOfHooks = 1_000_000;

    // The search set is rebuilt for each addition, which is fast for a few.
    const int MostRecent = 40;

    // Each round finds the secrets directly after those of the round before.
    const int MostRounds = 3;

    readonly SecretMasker _settled = new();
    readonly HashSet<string> _words = new(StringComparer.Ordinal);
    readonly List<string> _recent = [];
    SecretMasker _recentMasker = new();
    int _size;

    public void Add(string secret) => _settled.Add(secret);

    /// <summary>A log line with secrets masked.</summary>
    public string Line(string line)
    {
        if (line.TrimStart().StartsWith(Command, StringComparison.Ordinal))
        {
            foreach (var word in line.TrimStart()[Command.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                AddWord(word);
            }
        }

        return OfHooks(line);
    }

    /// <summary>Text from a hook; hidden entirely if there are too many secrets to mask.</summary>
    public string OfHooks(string text) => IsFull ? "[not shown: hooks added more masks than a run may have]" : Text(text);

    public string Text(string text) => Find(text) is { } found ? SecretMasker.Replace(text, found) : text;

    /// <summary>The position where a longer text can be split without splitting a secret.</summary>
    /// <param name="text">The beginning of the text.</param>
    /// <param name="rest">How much of it has to stay with what follows.</param>
    public int PlaceToCut(string text, int rest) =>
        SecretMasker.PlaceToCut(text, Find(text), Math.Max(rest, Math.Max(_settled.LongestWritten, _recentMasker.LongestWritten)));

    /// <remarks>
    /// In one text, not one after the other: a secret may overlap one of the other masker, contain it, or only be found directly after it.
    /// </remarks>
    List<(int Start, int End)>? Find(string text)
    {
        var found = Both(null);
        for (var round = 0; round < MostRounds && found is not null; round++)
        {
            if (Both(found) is not { } more || more.SequenceEqual(found)) break;
            found = more;
        }

        return found;

        List<(int Start, int End)>? Both(List<(int Start, int End)>? known) => _recentMasker.Find(text, _settled.Find(text, known));
    }

    bool IsFull => _words.Count > MostOfHooks || _size > LargestOfHooks;

    void AddWord(string word)
    {
        if (IsFull || !_words.Add(word)) return;

        _size += word.Length;
        _recent.Add(word);
        _recentMasker.Add(word);
        if (_recent.Count < MostRecent) return;

        foreach (var known in _recent) _settled.Add(known);
        _recent.Clear();
        _recentMasker = new SecretMasker();
    }
}
