namespace Spaceforge.Tests.Definitions;

public sealed class BinaryTests
{
    [Fact]
    public void A_GitHub_release_becomes_downloads_with_their_sums()
    {
        var (one, two) = (new string('1', 64), new string('2', 64));
        var binary = Binary.GitHub("owner/tool", "v1.2.3", "tool_{version}_linux_{arch}-{machine}.zip", $"""
            {two} *tool_1.2.3_linux_arm64-aarch64.zip
            {one}  ./tool_1.2.3_linux_amd64-x86_64.zip

            """);
        Assert.Equal(
            new Binary("tool")
            {
                Amd64 = new("https://github.com/owner/tool/releases/download/v1.2.3/tool_1.2.3_linux_amd64-x86_64.zip", one),
                Arm64 = new("https://github.com/owner/tool/releases/download/v1.2.3/tool_1.2.3_linux_arm64-aarch64.zip", two),
            },
            binary);
    }

    [Fact]
    public void Without_sums_downloads_are_not_verified_and_the_name_can_be_another()
    {
        var binary = Binary.GitHub("owner/tool-cli", "1.0", "tool", name: "tool");
        Assert.Equal("tool", binary.Name);
        Assert.Equal(new Download("https://github.com/owner/tool-cli/releases/download/1.0/tool"), binary.Arm64);
    }

    [Theory]
    [InlineData("tool", "", "use OWNER/NAME")]
    [InlineData("a/b/c", "", "use OWNER/NAME")]
    [InlineData("a/b", "0000 other", "do not contain tool-amd64")]
    public void What_does_not_fit_is_named(string repository, string sums, string reason) => Assert.Contains(reason,
        Assert.Throws<ArgumentException>(() => Binary.GitHub(repository, "1", "tool-{arch}", sums)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("v1")]
    [InlineData("1..2")]
    [InlineData("")]
    [InlineData("1; rm")]
    public void A_version_is_numbers_with_dots(string version) => Assert.Contains("numbers with dots",
        Assert.Throws<ArgumentException>(() => new Binary("x") { AtLeast = version }).Message, StringComparison.Ordinal);
}
