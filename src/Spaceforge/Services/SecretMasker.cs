namespace Spaceforge.Services;

/// <summary>Replaces known secrets in everything the process writes.</summary>
sealed class SecretMasker
{
    const string Mask = "*****";

    // Shorter values stand in half of all words; masking them would make a log unreadable and hide nothing.
    const int ShortestSecret = 4;

    volatile string[] _secrets = [];

    /// <summary>Adds a secret; of a text with several lines also each line, since output comes line by line.</summary>
    public void Add(string? secret)
    {
        if (secret is null) return;

        var known = new HashSet<string>(_secrets, StringComparer.Ordinal);
        foreach (var text in (string[])[secret, .. secret.Split('\n', '\r')])
        {
            if (text.Length >= ShortestSecret) known.Add(text);
        }

        // The longest first, so that no rest of a secret is left where it contains another one.
        _secrets = [.. known.OrderByDescending(text => text.Length).ThenBy(text => text, StringComparer.Ordinal)];
    }

    public string Apply(string text)
    {
        foreach (var secret in _secrets) text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return text;
    }
}
