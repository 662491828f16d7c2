using Spaceforge.Secrets;

namespace Spaceforge.Tests.Secrets;

/// <summary>What each kind of escape means, and that anything else stays as it is.</summary>
public sealed class EscapesTests
{
    [Theory]
    [InlineData("Backslash", """a\n\r\t\b\f\v\a\e""", "a\n\r\t\b\f\v\a\e")]
    [InlineData("Backslash", """\/\"\q\9""", "/\"q9")]
    [InlineData("Backslash", """\047\071\107\170\377""", "'9Gxÿ")]
    [InlineData("Backslash", """\3x7\37x\381\318\3/1\31/\400""", "3x737x3813183/131/400")]
    [InlineData("Backslash", """\303\251\303\651""", "éÃ651")]
    [InlineData("Backslash", """\x41\x4g\xg4\xe9\xC3\xA9""", "Ax4gxg4éé")]
    [InlineData("Backslash", """\u0041\u00e\u{41}\u{1f600}\u{}\u{1234567}\u{""", "Au00eA😀u{}u{1234567}u{")]
    [InlineData("Backslash", """\U0001F600\U0001F6""", "😀U0001F6")]
    [InlineData("Backslash", """a\\""", """a\""")]
    [InlineData("Backslash", """a\""", null)]
    [InlineData("Percent", "%41%C3%A9%E9%4g%g4%4%", "Aéé%4g%g4%4%")]
    [InlineData("Percent", "100% + %", null)]
    [InlineData("Form", "a+%2b+b", "a + b")]
    [InlineData("Form", "100%", null)]
    [InlineData("Entity", "&lt;&gt;&amp;&quot;&apos;&nbsp;&#39;&#x1F600;&#X41;", "<>&\"' '😀A")]
    [InlineData("Entity", "&#x10FFFF;&#x110000;&#xZZ;&#;&#1114112;&auml;&;&", "\U0010FFFF&#x110000;&#xZZ;&#;&#1114112;&auml;&;&")]
    [InlineData("Entity", "&auml; & a; &", null)]
    public void It_is_decoded(string kind, string text, string? meant) =>
        Assert.Equal(meant, Escapes.Undo(text, Enum.Parse<EscapeKind>(kind), outer: null)?.Text);
}
