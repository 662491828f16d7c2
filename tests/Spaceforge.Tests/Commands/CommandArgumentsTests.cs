namespace Spaceforge.Tests.Commands;

public sealed class CommandArgumentsTests
{
    [Fact]
    public void What_has_no_value_is_left_out()
    {
        var arguments = new CommandArguments("scan")
            .Flag("--all", true).Flag("--none", false)
            .Option("--config", "a b").Option("--empty", "").Option("--null", null).Option("--joined=", "x")
            .Options("-v", ["1", "", "2"])
            .Text("--more \"c d\" e").Text(null)
            .With("end");
        Assert.Equal(
            ["scan", "--all", "--config", "a b", "--joined=x", "-v", "1", "-v", "2", "--more", "c d", "e", "end"], arguments);
        Assert.Equal(13, arguments.Count);
        Assert.Equal("--all", arguments[1]);
    }

    [Fact]
    public void Each_method_returns_a_copy()
    {
        var first = new CommandArguments("a");
        _ = first.With("b");
        Assert.Equal("a", first.ToString());
    }
}
