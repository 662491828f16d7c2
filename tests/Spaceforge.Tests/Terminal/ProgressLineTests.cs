using Spaceforge.Cli.Terminal;

namespace Spaceforge.Tests.Terminal;

/// <summary>The line that shows what is done: it fits in any terminal.</summary>
public sealed class ProgressLineTests
{
    [Theory]
    [InlineData(80, "Unpacking layer 1 of 2 0.1 of 12.3 MB 3 s")]
    [InlineData(42, "Unpacking layer 1 of 2 0.1 of 12.3 MB 3 s")]
    [InlineData(41, "Unpacking layer 1 ... 0.1 of 12.3 MB 3 s")]
    [InlineData(25, "Un... 0.1 of 12.3 MB 3 s")]
    [InlineData(20, "0.1 of 12.3 MB 3 s")]
    [InlineData(10, "")]
    public void It_is_cut_to_the_columns_and_its_numbers_come_first(int columns, string line) =>
        Assert.Equal(line, ProgressLine.Line(
            "Unpacking layer 1 of 2", $" {ProgressLine.Bytes(110_000, 12_300_000)} 3 s", columns).TrimStart());

    [Fact]
    public void Wide_characters_take_two_columns_and_none_controls_the_terminal() =>
        Assert.Equal("漢... 1 s", ProgressLine.Line("漢字漢字\e[2J", " 1 s", 11));
}
