namespace Spaceforge.Secrets;

/// <summary>Holds the secrets of a run and masks them in texts.</summary>
sealed class SecretMasker
{
    // Shorter values occur in too many words; masking them would make a log unreadable and hide nothing.
    public const int ShortestSecret = 4;

    const string Mask = "*****";

    readonly Lock _lock = new();
    readonly HashSet<string> _added = new(StringComparer.Ordinal);
    readonly HashSet<string> _announced = new(StringComparer.Ordinal);
    volatile bool _any;
    volatile SecretSearch? _search;

    /// <summary>Called with each new secret that the platform's own masking supports.</summary>
    public Action<string>? Announce { get; set; }

    /// <summary>
    /// Adds a secret: each of its lines, because output is written line by line, and its forms without surrounding whitespace, in Base64
    /// and in hexadecimal. Escapes, such as those of JSON, URLs and HTML, are decoded in the searched text.
    /// </summary>
    public void Add(string? secret)
    {
        if (string.IsNullOrEmpty(secret)) return;

        var bare = secret.Trim();
        lock (_lock)
        {
            if (secret.Length >= ShortestSecret && _added.Add(secret))
            {
                // The search is built when it is first needed, because secrets are added one by one.
                _search = null;
                _any = true;
            }

            // The platform splits the value at blanks, and would mask every word.
            if (bare.Length >= ShortestSecret && !bare.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && _announced.Add(bare))
            {
                Announce?.Invoke(bare);
            }
        }
    }

    public string Apply(string text) => TryMask(text, out var masked) ? masked : text;

    public bool Contains(ReadOnlySpan<char> text) => Find(text) is not null;

    /// <summary>Whether a text contains secrets, and the text with secrets masked.</summary>
    public bool TryMask(ReadOnlySpan<char> text, out string masked)
    {
        masked = "";
        if (Find(text) is not { } found) return false;

        masked = Replace(text, found);
        return true;
    }

    /// <summary>The positions of secrets, in order and without overlaps, or null if there are none.</summary>
    public List<(int Start, int End)>? Find(ReadOnlySpan<char> text) => Find(text, null);

    /// <summary>As the other overload, together with secrets that were found already.</summary>
    public List<(int Start, int End)>? Find(ReadOnlySpan<char> text, List<(int Start, int End)>? known) =>
        _any ? Search().Find(text, known) : known;

    /// <summary>The maximum length of a secret in a text.</summary>
    public int LongestWritten => _any ? Search().LongestWritten : 0;

    /// <summary>The position where a longer text can be split without splitting a secret.</summary>
    public int PlaceToCut(ReadOnlySpan<char> text) => PlaceToCut(text, Find(text), LongestWritten);

    /// <summary>As the other overload, for secrets that were found already.</summary>
    /// <param name="text">The beginning of a longer text.</param>
    /// <param name="found">The positions of secrets.</param>
    /// <param name="rest">How much of the text may belong to what follows.</param>
    public static int PlaceToCut(ReadOnlySpan<char> text, List<(int Start, int End)>? found, int rest)
    {
        var cut = text.Length - Math.Min(rest, text.Length / 2);
        foreach (var (start, end) in found ?? [])
        {
            if (start < cut && cut < end) return start > 0 ? start : end;
        }

        return cut;
    }

    public static string Replace(ReadOnlySpan<char> text, IReadOnlyList<(int Start, int End)> found)
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
