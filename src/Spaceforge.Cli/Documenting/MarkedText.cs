namespace Spaceforge.Cli.Documenting;

/// <summary>A page of which the tool writes only the part between two marks.</summary>
static class MarkedText
{
    public const string Begin = "<!-- spaceforge:docs -->";
    public const string End = "<!-- /spaceforge:docs -->";

    /// <summary>The page with another part between the marks; without marks, it is added at the end.</summary>
    /// <param name="page">The page; its line endings are kept.</param>
    /// <param name="part">Markdown with LF line endings.</param>
    /// <exception cref="FormatException">The marks do not match; the message says how.</exception>
    public static string Replace(string page, string part)
    {
        var newLine = page.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var block = $"{Begin}\n\n{part.Trim('\n')}\n\n{End}".Replace("\n", newLine, StringComparison.Ordinal);
        if (Find(page) is not var (start, end))
        {
            return page.Length == 0 ? block + newLine : $"{page.TrimEnd()}{newLine}{newLine}{block}{newLine}";
        }

        return page[..start] + block + page[end..];
    }

    /// <summary>From the first character of the first mark to the end of the second one; null if there are none.</summary>
    static (int Start, int End)? Find(string page)
    {
        var (start, end, fence, number, at) = (-1, -1, "", 0, 0);
        foreach (var line in page.Split('\n'))
        {
            number++;
            var text = line.Trim();
            // Marks in an example are text.
            if (fence.Length > 0)
            {
                if (text.StartsWith(fence, StringComparison.Ordinal) && text.Trim(fence[0]).Length == 0) fence = "";
            }
            else if (text.StartsWith("```", StringComparison.Ordinal) || text.StartsWith("~~~", StringComparison.Ordinal))
            {
                fence = text[..(text.AsSpan().IndexOfAnyExcept(text[0]) is >= 0 and var length ? length : text.Length)];
            }
            else if (text == Begin)
            {
                if (start >= 0) throw new FormatException($"line {number} has '{Begin}' a second time.");
                start = at + line.IndexOf('<', StringComparison.Ordinal);
            }
            else if (text == End)
            {
                if (start < 0) throw new FormatException($"line {number} has '{End}' without '{Begin}' before it.");
                if (end >= 0) throw new FormatException($"line {number} has '{End}' a second time.");
                end = at + line.IndexOf('<', StringComparison.Ordinal) + End.Length;
            }

            at += line.Length + 1;
        }

        if (start >= 0 && end < 0) throw new FormatException($"'{Begin}' has no '{End}' after it.");
        return start < 0 ? null : (start, end);
    }
}
