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

    public string Text(string text) => _recentMasker.Apply(_settled.Apply(text));

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
