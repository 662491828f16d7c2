using System.Text;

namespace Spaceforge.Markdown;

/// <summary>Checks the URLs of links.</summary>
static class LinkAddress
{
    /// <summary>The target of a Markdown link, or null if the URL is empty or has a scheme other than http, https or mailto.</summary>
    public static string? Encode(string url)
    {
        // Browsers ignore control characters before the scheme.
        url = ControlCharacters.Remove(url).Replace("\n", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal).Trim();
        if (url.Length == 0 || !IsAllowed(url)) return null;

        var result = new StringBuilder(url.Length);
        foreach (var rune in url.EnumerateRunes())
        {
            var text = rune.ToString();
            if (rune.Value == '&' && url.Contains(';', StringComparison.Ordinal)) result.Append("\\&");
            else if (Rune.IsWhiteSpace(rune) || @"()<>[]{}\`""|*_~^".Contains(text, StringComparison.Ordinal)) AppendBytes(result, rune);
            else result.Append(text);
        }

        return result.ToString();
    }

    static bool IsAllowed(string url)
    {
        var colon = url.AsSpan().IndexOfAny(":/?#");
        return colon < 0 || url[colon] != ':' || url[..colon].ToUpperInvariant() is "HTTP" or "HTTPS" or "MAILTO";
    }

    static void AppendBytes(StringBuilder result, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var b in bytes[..rune.EncodeToUtf8(bytes)]) result.Append('%').Append(b.ToString("X2", null));
    }
}
