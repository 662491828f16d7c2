using Spaceforge.Secrets;

namespace Spaceforge.Cli.Simulating;

/// <summary>Masks what a run prints, and takes what hooks add to it with <c>::add-mask</c>, the platform's only command in a log.</summary>
sealed class LogMasks
{
    const string Command = "::add-mask ";
    const int MostOfHooks = 2_000;
    const int LargestOfHooks = 1_000_000;

    // What is searched for is made anew after each one that is added: of few that is quick.
    const int MostRecent = 40;

    readonly SecretMasker _settled = new();
    readonly HashSet<string> _words = new(StringComparer.Ordinal);
    readonly List<string> _recent = [];
    SecretMasker _recentMasker = new();
    int _size;

    public void Add(string secret) => _settled.Add(secret);

    /// <summary>A line of a log, as it may be shown.</summary>
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

    /// <summary>A text of a hook: not shown at all where there are secrets that are not known.</summary>
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
