namespace Spaceforge.Tests.Markdown;

/// <summary>Plain text becomes Markdown that shows it; markup comes only from whoever asks for it.</summary>
public sealed class MarkdownTextTests
{
    [Theory]
    [InlineData("plain text, 1.2.3 (100%) a-b/c; done?", "plain text, 1.2.3 (100%) a-b/c; done?")]
    [InlineData("a|b", @"a\|b")]
    [InlineData("**a** _b_ `c` ~~d~~", @"\*\*a\*\* \_b\_ \`c\` \~\~d\~\~")]
    [InlineData("<script>alert(1)</script>", @"\<script\>alert(1)\</script\>")]
    [InlineData("&lt;&#60;", @"\&lt;\&\#60;")]
    [InlineData("[a](javascript:alert(1))", @"\[a\](javascript\:alert(1))")]
    [InlineData("![a](b)", @"!\[a\](b)")]
    [InlineData("see https://a.b and www.c.d", "see https\\:\u2060//a.b and www\u2060\\.c.d")]
    [InlineData("@admins, mail me@a.b", "@\u2060admins, mail me@\u2060a.b")]
    [InlineData("# a", @"\# a")]
    [InlineData("- a - b", @"\- a \- b")]
    [InlineData("1. a", @"1\. a")]
    [InlineData("2) a", @"2\) a")]
    [InlineData(" 3. a", @" 3\. a")]
    [InlineData("2 of 3. a", "2 of 3. a")]
    [InlineData("> a", @"\> a")]
    [InlineData("---", @"\---")]
    [InlineData("```sh", @"\`\`\`sh")]
    [InlineData("    a\tb", " a b")]
    [InlineData("a {.class}", @"a &#123;.class\}")]
    [InlineData(@"C:\temp\", @"C\:\\temp\\")]
    [InlineData("🔴 漢字 é", "🔴 漢字 é")]
    [InlineData("\e[31mred\e[0m \e]0;title\a \u009b2J\0", "red \\]0;title ")]
    [InlineData("\u202Etxt.exe", "txt.exe")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Plain_text_is_escaped(string? text, string markdown) => Assert.Equal(markdown, ((MarkdownText)text).ToString());

    [Theory]
    [InlineData("a\nb", "a b")]
    [InlineData("a\r\n\r\n b\n", "a b ")]
    [InlineData("\n# b", @" \# b")]
    public void Line_breaks_in_text_become_blanks(string text, string markdown) => Assert.Equal(markdown, ((MarkdownText)text).ToString());

    [Fact]
    public void The_default_is_the_empty_text() => Assert.Equal("", default(MarkdownText).ToString());

    [Fact]
    public void Verbatim_Markdown_stays_as_it_is() => Assert.Equal("_a_ <b>", MarkdownText.Verbatim("_a_\n<b>").ToString());

    [Theory]
    [InlineData("a", "**a**")]
    [InlineData(" a* ", @" **a\*** ")]
    [InlineData(" ", " ")]
    [InlineData("", "")]
    public void Bold_text_has_its_blanks_outside(string text, string markdown) =>
        Assert.Equal(markdown, MarkdownText.Bold(text).ToString());

    [Theory]
    [InlineData("a", "`a`")]
    [InlineData("a`b", "``a`b``")]
    [InlineData("``", "``` `` ```")]
    [InlineData("`a", "`` `a ``")]
    [InlineData(" a ", "`  a  `")]
    [InlineData("  ", "`  `")]
    [InlineData("a\nb|c\\", "`a b|c\\`")]
    [InlineData("\e[1m<b>", "`<b>`")]
    [InlineData("", "")]
    public void Code_is_fenced_by_what_it_does_not_hold(string text, string markdown) =>
        Assert.Equal(markdown, MarkdownText.Code(text).ToString());

    [Theory]
    [InlineData("https://a.b/c?d=1&e=2#f", "https://a.b/c?d=1&e=2#f")]
    [InlineData("HTTP://a.b", "HTTP://a.b")]
    [InlineData("mailto:a@b.cc", "mailto:a@b.cc")]
    [InlineData("../a b/(c).md", "../a%20b/%28c%29.md")]
    [InlineData("a?b=c:d", "a?b=c:d")]
    [InlineData("#part", "#part")]
    [InlineData("https://a.b/<x>\"|`\\\n[y]", "https://a.b/%3Cx%3E%22%7C%60%5C%5By%5D")]
    [InlineData("https://a.b/?x=1&copy;", @"https://a.b/?x=1\&copy;")]
    [InlineData("https://a.b/漢\u00a0", "https://a.b/漢")]
    public void Links_lead_to_web_mail_and_relative_addresses(string url, string target) =>
        Assert.Equal($"[a\\]]({target})", MarkdownText.Link("a]", url).ToString());

    [Theory]
    [InlineData("javascript:alert(1)", @"a (javascript\:alert(1))")]
    [InlineData(" JaVa\tscript:alert(1)", @"a ( JaVa script\:alert(1))")]
    [InlineData("\u0001javascript:x", @"a (javascript\:x)")]
    [InlineData("data:text/html,<b>", @"a (data\:text/html,\<b\>)")]
    [InlineData("vbscript:x", @"a (vbscript\:x)")]
    [InlineData("file:///etc/passwd", @"a (file\:///etc/passwd)")]
    [InlineData("", "a ()")]
    public void Any_other_address_is_shown_as_text(string url, string markdown) =>
        Assert.Equal(markdown, MarkdownText.Link("a", url).ToString());

    [Theory]
    [InlineData(Severity.Critical, "🔴 CRITICAL")]
    [InlineData(Severity.High, "🟠 HIGH")]
    [InlineData(Severity.Medium, "🟡 MEDIUM")]
    [InlineData(Severity.Low, "🟢 LOW")]
    [InlineData(Severity.Info, "🔵 INFO")]
    [InlineData(Severity.Unknown, "⚪ UNKNOWN")]
    [InlineData((Severity)99, "⚪ UNKNOWN")]
    public void Badges_have_a_colour_and_a_word(Severity severity, string markdown) =>
        Assert.Equal(markdown, MarkdownText.Badge(severity).ToString());

    [Fact]
    public void Severities_sort_by_weight() => Assert.Equal(
        [Severity.Unknown, Severity.Info, Severity.Low, Severity.Medium, Severity.High, Severity.Critical], Enum.GetValues<Severity>());

    [Fact]
    public void Strings_join_with_texts_from_either_side() =>
        Assert.Equal(@"a\* **b** c\*", ("a* " + MarkdownText.Bold("b") + " c*").ToString());

    [Fact]
    public void Pieces_that_would_run_together_are_kept_apart()
    {
        Assert.Equal("`a`\u2060`b`", (MarkdownText.Code("a") + MarkdownText.Code("b")).ToString());
        Assert.Equal("**a\u2060**\u2060**\u2060b**", (MarkdownText.Bold("a") + MarkdownText.Bold("b")).ToString());
        Assert.Equal("**a?\u2060**b", (MarkdownText.Bold("a?") + "b").ToString());
        Assert.Equal("a**\u2060(b)**", ("a" + MarkdownText.Bold(MarkdownText.Verbatim("(b)"))).ToString());
    }

    [Fact]
    public void Text_does_not_finish_what_its_neighbour_began()
    {
        Assert.Equal(@"1\. a", ((MarkdownText)"1" + ". a").ToString().Replace("\u2060", "", StringComparison.Ordinal));
        Assert.Equal(@"[x]\(y)", (MarkdownText.Verbatim("[x]") + "(y)").ToString());
        Assert.Equal(@"\![a](b)", ("!" + MarkdownText.Link("a", "b")).ToString());
        Assert.Equal("@\u2060you", ((MarkdownText)"@" + "you").ToString());
    }
}
