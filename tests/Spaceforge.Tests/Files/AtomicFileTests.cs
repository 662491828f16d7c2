using Spaceforge.Files;

namespace Spaceforge.Tests.Files;

/// <summary>A file is written as a whole or not at all.</summary>
public sealed class AtomicFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_writes_the_text_and_nothing_else()
    {
        AtomicFile.Write(_folder.PathOf("a"), "é\n");
        Assert.Equal([0xC3, 0xA9, 0x0A], File.ReadAllBytes(_folder.PathOf("a")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public void A_replaced_file_keeps_its_mode(UnixFileMode mode)
    {
        var path = _folder.Write("a", "old");
        File.SetUnixFileMode(path, mode);
        AtomicFile.Write(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_killed_process_left_beside_the_file_is_removed_later(bool isCopy)
    {
        var source = _folder.Write("source", "new");
        Action<string, string> write = isCopy ? (to, _) => AtomicFile.Copy(source, to) : AtomicFile.Write;
        var path = _folder.Write("a", "old");
        var left = _folder.Write(".a.xdqm3ftk.ozp.unfinished", "half");
        string[] others = [".ab.xdqm3ftk.ozp.unfinished", ".a.xdqm3ftk.ozp", ".a.original.txt"];
        foreach (var name in others) File.SetLastWriteTimeUtc(_folder.Write(name, ""), DateTime.UtcNow.AddHours(-2));

        // It may belong to a process that is writing.
        write(path, "new");
        Assert.True(File.Exists(left));

        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddHours(-2));
        write(path, "newer");
        Assert.False(File.Exists(left));
        Assert.All(others, name => Assert.True(File.Exists(_folder.PathOf(name)), name));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        _folder.Write("target", "old");
        File.CreateSymbolicLink(_folder.PathOf("link"), _folder.PathOf("target"));
        AtomicFile.Write(_folder.PathOf("link"), "new");
        Assert.Equal("new", File.ReadAllText(_folder.PathOf("target")));
        Assert.NotNull(new FileInfo(_folder.PathOf("link")).LinkTarget);
    }

    [Fact]
    public void A_device_stays_a_device()
    {
        AtomicFile.Write("/dev/null", "text");
        Assert.Empty(File.ReadAllText("/dev/null"));
    }

    [Theory]
    [InlineData("missing/a", "the folder does not exist")]
    [InlineData(".", "it is a folder")]
    public void A_path_that_cannot_be_written_is_named(string name, string reason)
    {
        var path = _folder.PathOf(name);
        var e = Assert.Throws<IOException>(() => AtomicFile.Write(path, "text"));
        Assert.Equal($"Cannot write '{path}': {reason}.", e.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }
}
