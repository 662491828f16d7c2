using System.Globalization;
using System.Text;

namespace Spaceforge.Secrets;

/// <summary>A text that gives a secret away.</summary>
/// <param name="Text">As it stands in a log.</param>
/// <param name="IsBase64">Whether the digits before and after it, if there are any, belong to the secret in part.</param>
readonly record struct SecretForm(string Text, bool IsBase64 = false);

/// <summary>The texts by which a secret is found. Escapes are not among them: they are undone in the text that is searched.</summary>
static class SecretForms
{
    // What base64(1) and PEM files break lines at.
    static readonly int[] LineLengths = [76, 64];

    public static IEnumerable<SecretForm> Of(string secret)
    {
        var bare = secret.Trim();
        yield return new(secret);
        yield return new(bare);
        if (bare.Length < SecretMasker.ShortestSecret) bare = secret;
        // As a shell traces commands, and as YAML and CSV double quotes.
        yield return new(bare.Replace("'", @"'\''", StringComparison.Ordinal));
        yield return new(bare.Replace("'", "''", StringComparison.Ordinal));
        yield return new(bare.Replace("\"", "\"\"", StringComparison.Ordinal));
        if (bare.AsSpan().ContainsAny('\n', '\r'))
        {
            foreach (var line in bare.Split('\n', '\r')) yield return new(line.Trim());
        }

        var bytes = Encoding.UTF8.GetBytes(bare);
        yield return new(Convert.ToHexString(bytes));
        yield return new(Convert.ToHexStringLower(bytes));
        foreach (var form in InBase64(bytes)) yield return form;
        foreach (var line in Lines(secret, bare)) yield return new(line);

        // A document that was encoded as a whole has it as JSON writes it.
        foreach (var json in (string[])[Json(bare, html: false, ascii: false), Json(bare, html: true, ascii: false), Json(bare, html: false, ascii: true)])
        {
            if (json == bare) continue;
            foreach (var form in InBase64(Encoding.UTF8.GetBytes(json))) yield return form;
        }
    }

    /// <summary>The digits that it alone decides, wherever among the groups of three bytes it begins.</summary>
    static IEnumerable<SecretForm> InBase64(byte[] secret)
    {
        for (var before = 0; before < 3; before++)
        {
            byte[] bytes = [.. new byte[before], .. secret];
            var digits = Convert.ToBase64String(bytes)[((before * 8 + 5) / 6)..(bytes.Length * 8 / 6)];
            yield return new(digits, IsBase64: true);
            if (digits.AsSpan().ContainsAny('+', '/')) yield return new(digits.Replace('+', '-').Replace('/', '_'), IsBase64: true);
        }
    }

    /// <summary>The lines of its Base64, with and without the line end that a shell adds.</summary>
    static IEnumerable<string> Lines(string secret, string bare)
    {
        foreach (var text in (string[])[secret, bare, $"{bare}\n"])
        {
            var digits = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
            foreach (var length in LineLengths)
            {
                if (digits.Length <= length) continue;
                foreach (var line in digits.Chunk(length)) yield return new string(line).TrimEnd('=');
            }
        }
    }

    /// <param name="html">As Go writes it, which escapes what HTML would read.</param>
    /// <param name="ascii">As Python writes it.</param>
    static string Json(string text, bool html, bool ascii)
    {
        var json = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '"' or '\\') json.Append('\\').Append(c);
            else if (c == '\n') json.Append("\\n");
            else if (c == '\r') json.Append("\\r");
            else if (c == '\t') json.Append("\\t");
            else if (c < ' ' || (html && c is '<' or '>' or '&') || (ascii && c > '~')) json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else json.Append(c);
        }

        return json.ToString();
    }
}
