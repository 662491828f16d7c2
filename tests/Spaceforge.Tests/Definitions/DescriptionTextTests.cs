using Spaceforge.Definitions;

namespace Spaceforge.Tests.Definitions;

/// <summary>Descriptions lose the indentation that all lines share.</summary>
public sealed class DescriptionTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(" \n\t\n", "")]
    [InlineData("One line.", "One line.")]
    [InlineData("\n    a\n      b\n\n    c\n    ", "a\n  b\n\nc")]
    [InlineData("\ta\n\t\tb", "a\n\tb")]
    [InlineData("  a\n\tb", "a\n\tb")]
    [InlineData("a\n\u00A0b\n\u00A0", "a\n\u00A0b")]
    [InlineData("a\n\u00A0b\n\u00A0c", "a\n\u00A0b\n\u00A0c")]
    [InlineData("\u00A0a\n\u00A0b", "a\n\u00A0b")]
    [InlineData("first\n    second", "first\n    second")]
    [InlineData("    a\r\n    b\r\n", "a\nb")]
    public void It_is_dedented_and_trimmed(string? text, string expected) => Assert.Equal(expected, DescriptionText.Clean(text));
}
