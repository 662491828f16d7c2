using Spaceforge.Launching;

namespace Spaceforge.Tests.Launching;

public sealed class ShellWordTests
{
    [Fact]
    public void An_empty_word_is_a_word() => Assert.Equal(["a", "", "b", ""], ShellWord.Split("a '' b ''"));
}
