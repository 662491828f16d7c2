using Spaceforge.Cli.Scaffolding;

namespace Spaceforge.Tests.Scaffolding;

/// <summary>A new plugin's folder is there with all its files, or not at all.</summary>
public sealed class NewFolderTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_killed_process_left_beside_it_is_removed_later()
    {
        _folder.Write("elsewhere/kept", "");
        var young = Left(".one.aaaaaaaa.aaa.unfinished", hours: 0);
        var old = Left(".one.bbbbbbbb.bbb.unfinished", hours: 2);
        var others = Left(".two.cccccccc.ccc.unfinished", hours: 2);
        NewFolder.Write(_folder.PathOf("one"), [new("a/b", "text")]);

        Assert.Equal("text", File.ReadAllText(_folder.PathOf("one/a/b")));
        Assert.False(Directory.Exists(old), "What nobody can be writing any more is left.");
        Assert.True(Directory.Exists(young), "Another process may be writing it.");
        Assert.True(Directory.Exists(others), "It belongs to another plugin.");
        Assert.True(File.Exists(_folder.PathOf("elsewhere/kept")), "A link was followed.");
    }

    string Left(string name, int hours)
    {
        _folder.Write($"{name}/src/file", "half");
        Directory.CreateSymbolicLink(_folder.PathOf($"{name}/link"), _folder.PathOf("elsewhere"));
        var path = _folder.PathOf(name);
        Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-hours));
        return path;
    }
}
