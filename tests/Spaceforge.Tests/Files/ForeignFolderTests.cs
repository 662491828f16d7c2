using System.Text;
using Spaceforge.Files;

namespace Spaceforge.Tests.Files;

/// <summary>The one door to folders of others, as Linux has it and as other systems do.</summary>
public sealed class ForeignFolderTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly TemporaryFolder _outside = new();

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    public static TheoryData<bool> Both => [true, false];

    ForeignFolder Open(bool portable) => portable ? PortableFolder.OpenTrusted(_folder.Path) : ForeignFolder.Open(_folder.Path);

    [Theory]
    [MemberData(nameof(Both))]
    public void What_is_written_can_be_read(bool portable)
    {
        using var folder = Open(portable);
        using (var below = folder.CreateFolder("a/b")) below.WriteText("file", "text");
        folder.WriteText("a/b/file", "new text");
        Assert.Equal("new text", folder.ReadText("a/b/file", 100));
        Assert.Null(folder.ReadIfThere("a/other", 100));
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(_folder.PathOf("a", "b")).Select(Path.GetFileName));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_link_is_not_read(bool portable)
    {
        File.CreateSymbolicLink(_folder.PathOf("link"), _outside.Write("secret", "secret"));
        Directory.CreateSymbolicLink(_folder.PathOf("folder"), _outside.Path);
        using var folder = Open(portable);
        Assert.StartsWith($"Cannot read '{_folder.PathOf("link")}': it is a link", Error(
            () => folder.Read("link", 100)), StringComparison.Ordinal);
        Assert.Contains("link", Error(() => folder.Read("folder/secret", 100)), StringComparison.Ordinal);
        Error(() => folder.OpenFolder("folder").Dispose());
        Error(() => folder.CreateFolder("folder/new").Dispose());
        Assert.Equal(["secret"], Directory.EnumerateFileSystemEntries(_outside.Path).Select(Path.GetFileName));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_link_is_replaced_by_what_is_written(bool portable)
    {
        var target = _outside.Write("target", "old");
        File.CreateSymbolicLink(_folder.PathOf("link"), target);
        Directory.CreateSymbolicLink(_folder.PathOf("folder"), _outside.Path);
        using var folder = Open(portable);
        folder.WriteText("link", "new");
        Error(() => folder.WriteText("folder/other", "new"));
        Assert.Equal(("new", "old"), (File.ReadAllText(_folder.PathOf("link")), File.ReadAllText(target)));
        Assert.Single(Directory.EnumerateFileSystemEntries(_outside.Path));
    }

    [Theory]
    [InlineData("../file")]
    [InlineData("a/../../file")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a\0b")]
    [InlineData("")]
    public void A_path_that_leads_out_is_refused(string path)
    {
        using var folder = Open(portable: false);
        Assert.Contains("it is not a path inside the folder", Error(() => folder.Read(path, 100)), StringComparison.Ordinal);
        Error(() => folder.WriteText(path, "x"));
    }

    [Fact]
    public async Task What_is_not_a_regular_file_is_neither_read_nor_waited_for()
    {
        (await new CommandLine("mkfifo", _folder.PathOf("fifo")).RunAsync()).ShouldExit(0);
        Directory.CreateDirectory(_folder.PathOf("folder"));
        using var folder = Open(portable: false);
        foreach (var name in (string[])["fifo", "folder"])
        {
            Assert.EndsWith("it is not a regular file.", Error(() => folder.Read(name, 100)), StringComparison.Ordinal);
        }
        using var devices = ForeignFolder.Open("/dev");
        Assert.EndsWith("it is not a regular file.", Error(() => devices.Read("zero", 100)), StringComparison.Ordinal);
        folder.WriteText("fifo", "now a file");
        Assert.Equal("now a file", folder.ReadText("fifo", 100));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void More_than_the_limit_is_not_read(bool portable)
    {
        _folder.Write("file", new string('x', 10_000));
        using var folder = Open(portable);
        Assert.EndsWith("it is larger than 9999 bytes.", Error(() => folder.Read("file", 9_999)), StringComparison.Ordinal);
        Assert.Equal(10_000, folder.Read("file", 10_000).Length);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_tree_is_listed_without_links(bool portable)
    {
        _folder.Write("a/b/file", "12345");
        _outside.Write("secret", "x");
        Directory.CreateSymbolicLink(_folder.PathOf("a", "link"), _outside.Path);
        using var folder = Open(portable);
        Assert.Equal(
            ["a Folder", "a/b Folder", "a/b/file File", "a/link Link"],
            folder.Walk().Select(entry => $"{entry.Path} {entry.Kind}").Order(StringComparer.Ordinal));
        Assert.Equal(5, folder.Walk().Single(entry => entry.Kind == ForeignKind.File).Size);
        Assert.Contains("more than 3 entries", Error(() => _ = folder.Walk(most: 3).Count()), StringComparison.Ordinal);
        Assert.Contains("nested deeper than 2", Error(() => _ = folder.Walk(deepest: 2).Count()), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_tree_is_deleted_without_what_links_lead_to(bool portable)
    {
        var kept = _outside.Write("kept", "x");
        _folder.Write("a/b/file", "x");
        Directory.CreateSymbolicLink(_folder.PathOf("a", "link"), _outside.Path);
        File.CreateSymbolicLink(_folder.PathOf("top"), kept);
        File.SetUnixFileMode(_folder.PathOf("a", "b"), UnixFileMode.None);
        using var folder = Open(portable);
        folder.Delete("a");
        folder.Delete("top");
        folder.Delete("not there");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.True(File.Exists(kept));
    }

    [Fact]
    public async Task A_very_deep_tree_is_deleted()
    {
        (await new CommandLine(
            "sh",
            "-c", $"i=0; while [ $i -lt 250 ]; do mkdir {new string('d', 100)} && cd -P {new string('d', 100)} || exit; i=$((i+1)); done")
        { Folder = _folder.Path }.RunAsync()).ShouldExit(0);
        using var folder = Open(portable: false);
        Assert.Contains("nested deeper than 200", Error(() => _ = folder.Walk().Count()), StringComparison.Ordinal);
        folder.Clear();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Names_that_are_not_text_are_deleted_and_can_be_shown()
    {
        (await new CommandLine("sh", "-c", "mkdir \"$(printf 'a\\377')\" && : >\"$(printf 'a\\377/\\200b')\"")
        {
            Folder =
            _folder.Path
        }.RunAsync()).ShouldExit(0);
        using var folder = Open(portable: false);
        Assert.Equal(["a\uFFFD", "a\uFFFD/\uFFFDb"], folder.Walk().Select(entry => entry.Shown));
        folder.Clear();
        Assert.Empty(folder.List());
    }

    [Fact]
    public void Names_lead_back_to_their_bytes()
    {
        byte[] name = [.. "a€😀"u8, 0xFF, 0xC3, (byte)'b', 0xF0, 0x9F];
        Assert.Equal([.. name, 0], ForeignName.ToBytes(ForeignName.Of(name)));
        Assert.Equal("a€😀\0", Encoding.UTF8.GetString(ForeignName.ToBytes("a€😀")));
    }

    static string Error(Action action) => Assert.ThrowsAny<IOException>(action).Message;
}
