using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Spaceforge.Launching;
using Spaceforge.Model;

namespace Spaceforge.Tests.Launching;

/// <summary>Executables that a file of checksums lists.</summary>
public sealed class NativeExecutableTests : IDisposable
{
    const string Amd64 = "my_plugin-1.0.0-linux-amd64";
    const string Arm64 = "my_plugin-1.0.0-linux-arm64";

    static readonly (string A, string B) Sum = (new('a', 64), new('b', 64));

    static readonly PluginDefinition Definition = PluginDefinition.Of(new TestPlugin { PluginName = "My Plugin" }, typeof(TestPlugin));

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("My Plugin", "1.0.0", "my_plugin-1.0.0")]
    [InlineData("x", "2025.1-rc_2", "x-2025.1-rc_2")]
    public void Its_name_has_the_version(string plugin, string version, string name) =>
        Assert.Equal(name, NativeExecutable.NameOf(plugin, version));

    [Theory]
    [InlineData("")]
    [InlineData("1.0 beta")]
    [InlineData("1.0+3")]
    [InlineData("1/0")]
    public void A_version_that_cannot_be_in_a_file_name_is_named(string version) => Assert.Equal(
        $"The plugin's version '{version}' cannot be part of its executable's name. "
        + "Use letters A to Z, digits, '.', '_' and '-', for example 1.0.0.",
        Assert.Throws<UsageException>(() => NativeExecutable.NameOf("My Plugin", version)).Message);

    public static TheoryData<string> Lists =>
    [
        $"{Sum.B}  {Arm64}\n{Sum.A}  {Amd64}\n",
        $"{Sum.A} *{Amd64}\n{Sum.B} *{Arm64}",
        $"\uFEFF{Sum.A.ToUpperInvariant()}  {Amd64}\r\n\r\n \r\n{Sum.B}  {Arm64}\t\r\n",
        $"{Sum.A}  x\n{Sum.B}  my_plugin-1.0.1-linux-amd64\n{Sum.A}  {Amd64}\n{Sum.B}  {Arm64}\n",
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_of_sha256sum_gives_the_downloads(string list)
    {
        var binary = NativeExecutable.Read(Definition, _folder.Write("SHA256SUMS", list), "https://example.com/v1.0.0//");

        Assert.Equal("my_plugin-1.0.0", binary.Name);
        Assert.Equal(["amd64", "arm64"], binary.ByArchitecture.Keys);
        Assert.Equal(new($"https://example.com/v1.0.0/{Amd64}", Sum.A), binary.Amd64);
        Assert.Equal(new($"https://example.com/v1.0.0/{Arm64}", Sum.B), binary.Arm64);
    }

    [Fact]
    public void One_architecture_is_enough() => Assert.Equal(
        [("arm64", Arm64, Sum.B)], NativeExecutable.Sums(Definition, _folder.Write("SHA256SUMS", $"{Sum.B}  {Arm64}\n")));

    [Theory]
    [InlineData("", "no files")]
    [InlineData("{0}  z\n{0}  my_plugin-1.0.0\n", "my_plugin-1.0.0, z")]
    public void A_list_without_the_version_is_refused(string list, string files)
    {
        var path = _folder.Write("SHA256SUMS", list.Replace("{0}", Sum.A, StringComparison.Ordinal));

        Assert.Equal(
            $"'{path}' has no line for {Amd64} or -arm64. It lists {files}. Build the executables with 'spaceforge publish'.",
            Assert.Throws<UsageException>(() => NativeExecutable.Sums(Definition, path)).Message);
    }

    [Theory]
    [InlineData("{0}  ")]
    [InlineData("{0}")]
    [InlineData("{0}xx{1}")]
    [InlineData("{0} x{1}")]
    [InlineData("{0}_ {1}")]
    [InlineData("g{0}  {1}")]
    [InlineData("{1}")]
    public void A_line_in_another_format_is_named(string line)
    {
        var path = _folder.Write("SHA256SUMS", $"{Sum.A}  x\n\n"
            + line.Replace("{0}", Sum.B, StringComparison.Ordinal).Replace("{1}", Amd64, StringComparison.Ordinal));

        Assert.Equal(
            $"'{path}', line 3: it is not in the format of sha256sum: 64 hexadecimal digits, two blanks and a file name.",
            Assert.Throws<UsageException>(() => NativeExecutable.Sums(Definition, path)).Message);
    }

    [Theory]
    [InlineData("releases")]
    [InlineData("ftp://example.com/")]
    [InlineData("https://example.com/?v=1")]
    [InlineData("https://example.com/#v1")]
    public void The_address_is_that_of_a_folder(string address) => Assert.Equal(
        $"--url-base '{address}' is not an absolute http or https URL of a folder, for example https://example.com/releases/1.0.0.",
        Assert.Throws<UsageException>(() => NativeExecutable.Read(Definition, _folder.PathOf("none"), address)).Message);

    [Fact]
    public void A_list_that_cannot_be_read_is_named()
    {
        var exception = Assert.Throws<UsageException>(() => NativeExecutable.Sums(Definition, _folder.PathOf("none")));
        Assert.Contains(_folder.PathOf("none"), exception.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<IOException>(exception.InnerException);
    }

    [Fact]
    public void Executables_beside_the_list_are_compressed_into_the_manifest()
    {
        _folder.Write("SHA256SUMS", $"{Sha256("arm")}  {Arm64}\n{Sha256("amd")}  {Amd64}\n");
        _folder.Write(Amd64, "amd");
        _folder.Write(Arm64, "arm");

        Assert.Equal(
            [("amd64", "amd"), ("arm64", "arm")],
            EmbeddedExecutable.Read(Definition, _folder.PathOf("SHA256SUMS"))
                .Select(executable => (executable.Architecture, Unpacked(executable.Content))));
    }

    [Fact]
    public void An_executable_that_was_changed_is_refused()
    {
        _folder.Write("SHA256SUMS", $"{Sum.A}  {Amd64}\n");
        _folder.Write(Amd64, "amd");

        Assert.Equal(
            $"'{_folder.PathOf(Amd64)}' has the SHA-256 {Sha256("amd")}, and {Sum.A} was expected.",
            Assert.Throws<UsageException>(() => EmbeddedExecutable.Read(Definition, _folder.PathOf("SHA256SUMS"))).Message);
    }

    [Fact]
    public void An_executable_that_is_missing_is_named()
    {
        _folder.Write("SHA256SUMS", $"{Sum.A}  {Amd64}\n");

        var exception = Assert.Throws<UsageException>(() => EmbeddedExecutable.Read(Definition, _folder.PathOf("SHA256SUMS")));
        Assert.Contains(_folder.PathOf(Amd64), exception.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<IOException>(exception.InnerException);
    }

    static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static string Unpacked(byte[] content)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(content), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
