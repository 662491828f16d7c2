using System.Buffers;
using System.Text.Encodings.Web;

namespace Spaceforge.Secrets;

/// <summary>Knows the secrets of a run, and replaces them in texts.</summary>
sealed class SecretMasker
{
    const string Mask = "*****";

    // Shorter values stand in half of all words; masking them would make a log unreadable and hide nothing.
    const int ShortestSecret = 4;

    readonly Lock _lock = new();
    readonly HashSet<string> _announced = new(StringComparer.Ordinal);
    volatile Known? _known;

    /// <summary>Told each new secret that the platform's own masking can carry.</summary>
    public Action<string>? Announce { get; set; }

    /// <summary>
    /// Adds a secret, each of its lines, since output comes line by line, and how addresses and JSON write it, as .NET does or with only
    /// what must be escaped.
    /// </summary>
    public void Add(string? secret)
    {
        if (!string.IsNullOrEmpty(secret)) AddText(secret);
    }

    // Apart from Add, and Known with its search: a run without secrets does not load what they need.
    void AddText(string secret)
    {
        lock (_lock)
        {
            var texts = new HashSet<string>(_known?.Texts ?? [], StringComparer.Ordinal);
            foreach (var text in (string[])[secret, .. secret.Split('\n', '\r')])
            {
                if (text.Length < ShortestSecret) continue;
                texts.UnionWith([text, JavaScriptEncoder.Default.Encode(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text), Uri.EscapeDataString(text)]);
            }

            // The longest first, so that no rest of a secret is left where it contains another one.
            string[] ordered = [.. texts.OrderByDescending(text => text.Length).ThenBy(text => text, StringComparer.Ordinal)];
            _known = new Known(ordered);

            // The platform splits what it is told at blanks, and would mask every word.
            if (secret.Length >= ShortestSecret && !secret.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && _announced.Add(secret)) Announce?.Invoke(secret);
        }
    }

    public string Apply(string text) => Contains(text) ? Replace(text) : text;

    public bool Contains(ReadOnlySpan<char> text) => _known is { } known && known.IsIn(text);

    string Replace(string text)
    {
        foreach (var secret in _known!.Texts) text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return text;
    }

    sealed class Known(string[] texts)
    {
        readonly SearchValues<string> _search = SearchValues.Create(texts, StringComparison.Ordinal);

        public string[] Texts => texts;

        public bool IsIn(ReadOnlySpan<char> text) => text.ContainsAny(_search);
    }
}
