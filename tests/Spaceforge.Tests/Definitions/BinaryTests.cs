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
    [InlineData("tool", "", "'tool' is not a repository: use OWNER/NAME. (Parameter 'repository')")]
    [InlineData("a/", "", "'a/' is not a repository: use OWNER/NAME. (Parameter 'repository')")]
    [InlineData("/b", "", "'/b' is not a repository: use OWNER/NAME. (Parameter 'repository')")]
    [InlineData("a/b/c", "", "'a/b/c' is not a repository: use OWNER/NAME. (Parameter 'repository')")]
    [InlineData("a/b", "0000 other", "The checksums do not contain tool-amd64. (Parameter 'sums')")]
    [InlineData("a/b", "0000", "The checksums do not contain tool-amd64. (Parameter 'sums')")]
    public void What_does_not_fit_is_named(string repository, string sums, string message) => Assert.Equal(
        message, Assert.Throws<ArgumentException>(() => Binary.GitHub(repository, "1", "tool-{arch}", sums)).Message);

    [Fact]
    public void A_release_needs_its_names()
    {
        Assert.Throws<ArgumentNullException>("repository", () => Binary.GitHub(null!, "1", "x"));
        Assert.Throws<ArgumentException>("version", () => Binary.GitHub("a/b", "", "x"));
        Assert.Throws<ArgumentException>("asset", () => Binary.GitHub("a/b", "1", ""));
    }

    [Fact]
    public void Names_of_a_release_are_escaped_in_its_address() => Assert.Equal(
        "https://github.com/a/b/releases/download/v1%2B2/x%201%2B2", Binary.GitHub("a/b", "v1+2", "x {version}").Amd64!.Url);

    [Theory]
    [InlineData("v1")]
    [InlineData("1..2")]
    [InlineData("")]
    [InlineData("1; rm")]
    [InlineData("1234567890")]
    public void A_version_is_numbers_with_dots(string version) => Assert.Equal(
        $"'{version}' is not a version: use numbers with dots, for example 1.5.0. (Parameter 'value')",
        Assert.Throws<ArgumentException>(() => new Binary("x") { AtLeast = version }).Message);

    [Theory]
    [InlineData("1")]
    [InlineData("0.50")]
    [InlineData("123456789.0.1")]
    public void A_version_has_any_number_of_parts(string version) => Assert.Equal(version, new Binary("x") { AtLeast = version }.AtLeast);

    [Fact]
    public void Binaries_with_the_same_downloads_are_equal()
    {
        var one = new Binary("kubectl") { Amd64 = "https://example.com/kubectl", Arm64 = "https://example.com/arm" };
        var same = new Binary("kubectl",
            new Dictionary<string, Download> { ["arm64"] = "https://example.com/arm", ["amd64"] = "https://example.com/kubectl" });
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, one with { Arm64 = null });
        Assert.NotEqual(one with { Arm64 = null }, one);
        Assert.NotEqual(one, one with { Amd64 = "https://example.com/other" });
        Assert.NotEqual(one, one with { Name = "helm" });
        Assert.NotEqual(one, one with { AtLeast = "1.0" });
        Assert.NotEqual(one, one with { VersionCommand = "version" });
        Assert.False(one.Equals(null));
        Assert.NotEqual(one, new Binary("kubectl", new Dictionary<string, Download>
        {
            ["amd64"] = "https://example.com/kubectl",
            ["riscv64"] = "https://example.com/arm",
        }));
        Assert.NotEqual(one.GetHashCode(), (one with { Arm64 = null }).GetHashCode());
        Assert.Equal("--version", one.VersionCommand);
        Assert.Null(one.AtLeast);
        Assert.Null((one with { AtLeast = "1.0" } with { AtLeast = null }).AtLeast);
    }
}
