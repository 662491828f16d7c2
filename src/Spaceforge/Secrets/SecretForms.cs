using System.Globalization;
using System.Text;

namespace Spaceforge.Secrets;

/// <summary>The texts that are searched for a secret. Escaped forms are not included: escapes are decoded in the searched text.</summary>
static class SecretForms
{
    // The line length of base64(1) and PEM files.
    static readonly int[] LineLengths = [76, 64];

    /// <param name="forms">Receives each text, and whether it is Base64: then the digits before and after it are also part of the
    /// secret.</param>
    public static void AddTo(Dictionary<string, bool> forms, string secret)
    {
        var bare = secret.Trim();
        Add(secret);
        Add(bare);
        if (bare.Length < SecretMasker.ShortestSecret) bare = secret;
        // As traced by a shell, and with quotes doubled as in YAML and CSV.
        if (bare.Contains('\'', StringComparison.Ordinal))
        {
            Add(bare.Replace("'", @"'\''", StringComparison.Ordinal));
            Add(bare.Replace("'", "''", StringComparison.Ordinal));
        }

        if (bare.Contains('"', StringComparison.Ordinal)) Add(bare.Replace("\"", "\"\"", StringComparison.Ordinal));
        if (bare.AsSpan().ContainsAny('\n', '\r'))
        {
            foreach (var line in bare.Split('\n', '\r')) Add(line.Trim());
        }

        var bytes = Encoding.UTF8.GetBytes(bare);
        Add(Convert.ToHexString(bytes));
        Add(Convert.ToHexStringLower(bytes));
        AddBase64(forms, bytes);
        AddLines(forms, secret, bare);

        // The secret as JSON escapes it, in case a whole document was encoded.
        foreach (var json in (string[])[
            Json(bare, html: false, ascii: false), Json(bare, html: true, ascii: false), Json(bare, html: false, ascii: true)])
        {
            if (json != bare) AddBase64(forms, Encoding.UTF8.GetBytes(json));
        }

        void Add(string text) => SecretForms.Add(forms, text, isBase64: false);
    }

    static void Add(Dictionary<string, bool> forms, string text, bool isBase64)
    {
        if (text.Length >= SecretMasker.ShortestSecret) forms.TryAdd(text, isBase64);
    }

    /// <summary>The Base64 digits that depend only on the secret, at each of the three possible offsets.</summary>
    static void AddBase64(Dictionary<string, bool> forms, byte[] secret)
    {
        for (var before = 0; before < 3; before++)
        {
            var bytes = new byte[before + secret.Length];
            secret.CopyTo(bytes, before);
            var digits = Convert.ToBase64String(bytes)[((before * 8 + 5) / 6)..(bytes.Length * 8 / 6)];
            Add(forms, digits, isBase64: true);
            if (digits.AsSpan().ContainsAny('+', '/')) Add(forms, digits.Replace('+', '-').Replace('/', '_'), isBase64: true);
        }
    }

    /// <summary>The lines of its Base64, with and without the trailing newline that a shell adds.</summary>
    static void AddLines(Dictionary<string, bool> forms, string secret, string bare)
    {
        foreach (var text in (string[])[secret, bare, $"{bare}\n"])
        {
            var digits = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
            foreach (var length in LineLengths)
            {
                for (var at = 0; digits.Length > length && at < digits.Length; at += length)
                {
                    Add(forms, digits[at..Math.Min(at + length, digits.Length)].TrimEnd('='), isBase64: false);
                }
            }
        }
    }

    /// <param name="html">As written by Go, which escapes HTML characters.</param>
    /// <param name="ascii">As written by Python.</param>
    static string Json(string text, bool html, bool ascii)
    {
        var json = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '"' or '\\') json.Append('\\').Append(c);
            else if (c == '\n') json.Append("\\n");
            else if (c == '\r') json.Append("\\r");
            else if (c == '\t') json.Append("\\t");
            else if (c < ' ' || (html && c is '<' or '>' or '&')
                || (ascii && c > '~')) json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else json.Append(c);
        }

        return json.ToString();
    }
}
