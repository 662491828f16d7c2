using Spaceforge.Launching;

namespace Spaceforge.Tests.Launching;

/// <summary>The folder in which the tool leaves a built plugin.</summary>
public sealed class PortableProgramTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public PortableProgramTests()
    {
        _folder.Write("assembly", "plugin.dll\n");
        _folder.Write("packages.tar.gz", "packages");
        _folder.Write("program.tar.gz", "program");
        _folder.Write("origin", "source 0\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_files_are_read()
    {
        var program = PortableProgram.Read(_folder.Path);
        Assert.Equal(("plugin.dll", "source 0\n"), (program.Assembly, program.Origin));
        Assert.Equal("packages"u8, program.Packages);
        Assert.Equal("program"u8, program.Program);
    }

    [Theory]
    [InlineData("assembly", false)]
    [InlineData("packages.tar.gz", true)]
    [InlineData("program.tar.gz", false)]
    [InlineData("origin", true)]
    public void A_file_that_cannot_be_read_is_named(string file, bool isFolder)
    {
        File.Delete(_folder.PathOf(file));
        if (isFolder) Directory.CreateDirectory(_folder.PathOf(file));

        var message = Assert.Throws<UsageException>(() => PortableProgram.Read(_folder.Path)).Message;
        Assert.StartsWith($"--portable '{_folder.Path}' contains no built plugin: ", message, StringComparison.Ordinal);
        Assert.Contains($"'{_folder.PathOf(file)}'", message, StringComparison.Ordinal);
    }
}
