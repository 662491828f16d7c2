using System.Runtime.InteropServices;
using Spaceforge.Cli.Building;

namespace Spaceforge.Tests.Files;

/// <summary>What is in the cache is executed: nobody else may have put it there.</summary>
public sealed class CacheFolderTests : IDisposable
{
    const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode Everybodys = (UnixFileMode)0b111_111_111;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    string Cache => _folder.PathOf("cache", "spaceforge");

    [Fact]
    public void It_is_made_for_the_user_alone()
    {
        Assert.Equal(Cache, CacheFolder.Open(Cache));
        Assert.Equal(Mine, File.GetUnixFileMode(Cache));
        _folder.Write("cache/spaceforge/plugins/entry.json", "mine");
        CacheFolder.Open(Cache);
        Assert.True(File.Exists(Path.Combine(Cache, "plugins", "entry.json")));
    }

    [Theory]
    [InlineData("cache/spaceforge")]
    [InlineData("cache")]
    [Attack("other users of the machine", "the cache folder, or one above it, belongs to another user, and root runs the tool",
        "nothing in it is used")]
    public void A_folder_of_another_user_is_refused(string foreign)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a folder away.");
        _folder.Write("cache/spaceforge/plugins/entry.json", "planted");
        Assert.Equal(0, ChangeOwner(_folder.PathOf(foreign.Split('/')), 12345, 12345));
        Assert.Contains(
            "belongs to another user", Assert.Throws<IOException>(() => CacheFolder.Open(Cache)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("other users of the machine", "a link in place of the cache folder leads to a folder of another user", "nothing in it is used")]
    public void A_link_to_a_folder_of_another_user_is_refused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can give a folder away.");
        _folder.Write("foreign/inner/entry.json", "planted");
        Assert.Equal(0, ChangeOwner(_folder.PathOf("foreign"), 12345, 12345));
        Directory.CreateDirectory(_folder.PathOf("cache"));
        File.CreateSymbolicLink(Cache, _folder.PathOf("foreign", "inner"));
        Assert.Throws<IOException>(() => CacheFolder.Open(Cache));
    }

    [Fact]
    [Attack("other users of the machine", "everyone can write to the folder above the cache", "the cache is not used")]
    public void A_folder_that_everybody_can_exchange_is_refused()
    {
        Directory.CreateDirectory(_folder.PathOf("cache"));
        File.SetUnixFileMode(_folder.PathOf("cache"), Everybodys);
        Assert.Contains(
            "Everybody can write to", Assert.Throws<IOException>(() => CacheFolder.Open(Cache)).Message, StringComparison.Ordinal);
        File.SetUnixFileMode(_folder.PathOf("cache"), Everybodys | UnixFileMode.StickyBit);
        CacheFolder.Open(Cache);
    }

    [Fact]
    [Attack("other users of the machine", "files in a cache folder that everyone could write to",
        "they are deleted, and targets of links are kept")]
    public void What_others_could_have_written_is_thrown_away()
    {
        _folder.Write("cache/spaceforge/plugins/entry.json", "planted");
        var victim = _folder.Write("elsewhere/victim", "stays");
        File.CreateSymbolicLink(Path.Combine(Cache, "plugins", "link"), _folder.PathOf("elsewhere"));
        File.CreateSymbolicLink(Path.Combine(Cache, "top"), _folder.PathOf("elsewhere"));
        File.SetUnixFileMode(Cache, Everybodys);
        CacheFolder.Open(Cache);
        Assert.Empty(Directory.GetFileSystemEntries(Cache));
        Assert.Equal(Mine, File.GetUnixFileMode(Cache));
        Assert.True(File.Exists(victim));
    }

    [DllImport("libc", EntryPoint = "chown")]
    static extern int ChangeOwner(string path, uint owner, uint group);
}
