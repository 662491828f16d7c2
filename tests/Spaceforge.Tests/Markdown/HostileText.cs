using System.Text;

namespace Spaceforge.Tests.Markdown;

/// <summary>Random text made of what Markdown, HTML and terminals give a meaning to.</summary>
sealed class HostileText(int seed)
{
    static readonly string[] Tokens =
    [
        .. "\\`*_{}[]()<>#+-.!|~&:@=$^\"'/,;%?".Select(c => c.ToString()),
        " ", " ", " ", "  ", "\n", "\r\n", "\n\n", "\t", "    ", "a", "b", "x", "1", "9",
        "i", "ä", "漢字", "「", "🔴", "⚠️", "\u00a0", "\u3000",
        "**", "__", "``", "```", "~~~", "---", "===", "***", ":::", "++", "==", "^^", "$$",
        "\"\"", "](", "[x]", "[ ]", "![", "[^1]", "[^1]:",
        "</td>", "<br>", "<script>", "</details>", "<!--", "-->", "<![CDATA[", "<?", "&amp;", "&#124;", "&lt;", "http://", "https://a.b",
        "ftp://a.b", "www", "www.a.b", "mailto:a@b.cc", "a@b.cc", "@org/team",
        "javascript:alert(1)", "1.", "1)", "a.", "iv)", "- ", "* ", "+ ",
        "> ", "# ", "| --- |", "\\|", "\\\\|", "{.class}", "{#id}", ":x:", "*[HTML]: ",
        "\e", "\e[31m", "\e]0;t\a", "\0", "\u009b2J", "\u202e",
    ];

    readonly Random _random = new(seed);

    public int Number(int below) => _random.Next(below);

    /// <summary>Never blank, since blocks without content are left out.</summary>
    public string Next()
    {
        while (true)
        {
            var text = new StringBuilder();
            for (var i = _random.Next(1, 12); i > 0; i--) text.Append(Tokens[_random.Next(Tokens.Length)]);
            if (ParsedMarkdown.Fold(text.ToString()).Length > 0) return text.ToString();
        }
    }
}
