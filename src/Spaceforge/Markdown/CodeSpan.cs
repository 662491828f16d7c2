namespace Spaceforge.Markdown;

/// <summary>Inline code.</summary>
static class CodeSpan
{
    public static string Inline(string code)
    {
        if (code.Length == 0) return "";

        var fence = new string('`', LongestRun(code) + 1);
        // Readers strip one blank at both ends; it keeps backticks apart.
        var eaten = code[0] == ' ' && code[^1] == ' ' && code.AsSpan().Trim(' ').Length > 0;
        var blank = eaten || code[0] == '`' || code[^1] == '`' ? " " : "";
        return fence + blank + code + blank + fence;
    }

    /// <summary>Inline code in a table cell, where pipes must be escaped even in code.</summary>
    public static string Cell(string code)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i < code.Length; i++)
        {
            // Code in a cell cannot contain an odd number of backslashes before a pipe, so such a pipe is put between two code spans.
            if (code[i] != '|' || Backslashes(code, i) % 2 == 0) continue;
            parts.Add(code[start..i]);
            start = i + 1;
        }

        parts.Add(code[start..]);
        return string.Join(@"\|", parts.Select(part => Inline(part).Replace("|", @"\|", StringComparison.Ordinal)));
    }

    /// <summary>Escapes pipes that are not escaped yet.</summary>
    public static string EscapePipes(string markdown)
    {
        for (var i = markdown.Length - 1; i >= 0; i--)
        {
            if (markdown[i] == '|' && Backslashes(markdown, i) % 2 == 0) markdown = markdown.Insert(i, "\\");
        }

        return markdown;
    }

    public static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    static int Backslashes(string text, int end)
    {
        var start = end;
        while (start > 0 && text[start - 1] == '\\') start--;
        return end - start;
    }
}
