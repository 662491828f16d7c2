namespace Spaceforge.Secrets;

/// <summary>Knows the secrets of a run, and replaces them in texts.</summary>
sealed class SecretMasker
{
    // Shorter values stand in half of all words; masking them would make a log unreadable and hide nothing.
    public const int ShortestSecret = 4;

    const string Mask = "*****";

    readonly Lock _lock = new();
    readonly HashSet<string> _added = new(StringComparer.Ordinal);
    readonly HashSet<string> _announced = new(StringComparer.Ordinal);
    volatile bool _any;
    volatile SecretSearch? _search;

    /// <summary>Told each new secret that the platform's own masking can carry.</summary>
    public Action<string>? Announce { get; set; }

    /// <summary>
    /// Adds a secret, each of its lines, since output comes line by line, and what it looks like without blanks around it, in Base64 and in
    /// hexadecimal digits. Texts that escape it, as JSON, addresses and HTML do, are read as they are meant.
    /// </summary>
    public void Add(string? secret)
    {
        if (string.IsNullOrEmpty(secret)) return;

        var bare = secret.Trim();
        lock (_lock)
        {
            if ((secret.Length >= ShortestSecret || bare.Length >= ShortestSecret) && _added.Add(secret))
            {
                // What is searched for is made when a text comes: secrets are added one after the other.
                _search = null;
                _any = true;
            }

            // The platform splits what it is told at blanks, and would mask every word.
            if (bare.Length >= ShortestSecret && !bare.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && _announced.Add(bare))
            {
                Announce?.Invoke(bare);
            }
        }
    }

    public string Apply(string text) => TryMask(text, out var masked) ? masked : text;

    public bool Contains(ReadOnlySpan<char> text) => _any && Search().Find(text) is not null;

    /// <summary>Whether there are secrets in a text, and the text without them.</summary>
    public bool TryMask(ReadOnlySpan<char> text, out string masked)
    {
        masked = "";
        if (!_any || Search().Find(text) is not { } found) return false;

        masked = Replace(text, found);
        return true;
    }

    /// <summary>Where a text that goes on can be cut without a secret being cut with it.</summary>
    public int PlaceToCut(ReadOnlySpan<char> text)
    {
        if (!_any) return text.Length;

        var search = Search();
        var cut = text.Length - Math.Min(search.LongestWritten, text.Length / 2);
        foreach (var (start, end) in search.Find(text) ?? [])
        {
            if (start < cut && cut < end) return start > 0 ? start : end;
        }

        return cut;
    }

    static string Replace(ReadOnlySpan<char> text, IReadOnlyList<(int Start, int End)> found)
    {
        var masked = new System.Text.StringBuilder(text.Length);
        var from = 0;
        foreach (var (start, end) in found)
        {
            masked.Append(text[from..start]).Append(Mask);
            from = end;
        }

        return masked.Append(text[from..]).ToString();
    }

    SecretSearch Search()
    {
        if (_search is { } search) return search;
        lock (_lock) return _search ??= new SecretSearch(_added);
    }
}
