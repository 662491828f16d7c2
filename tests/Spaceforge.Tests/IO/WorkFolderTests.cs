using Spaceforge.Cli.IO;
using Spaceforge.Files;
using Spaceforge.Tests.Watching;

namespace Spaceforge.Tests.IO;

/// <summary>A command's folder for temporary files: deleted with the command, or by a later one. TMPDIR is changed.</summary>
[Collection(nameof(Alone))]
public sealed class WorkFolderTests : IDisposable
{
    const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    readonly TemporaryFolder _temporary = new();
    readonly string? _before = Environment.GetEnvironmentVariable("TMPDIR");

    public WorkFolderTests() => Environment.SetEnvironmentVariable("TMPDIR", _temporary.Path);

    [Fact]
    public void Each_has_its_own_which_nobody_else_may_see_and_which_goes()
    {
        using (var folder = WorkFolder.Create())
        using (var other = WorkFolder.Create())
        {
            Assert.NotEqual(folder.Path, other.Path);
            Assert.All([folder, other], each =>
            {
                Assert.Matches("^spaceforge-work-[0-9a-f]{12}$", Path.GetRelativePath(_temporary.Path, each.Path));
                Assert.Equal(ReadOnly | UnixFileMode.UserWrite, File.GetUnixFileMode(each.Path));
            });
            var below = Directory.CreateDirectory(Path.Combine(folder.Path, "below")).FullName;
            File.WriteAllText(Path.Combine(below, "file"), "");
            File.SetUnixFileMode(below, ReadOnly);
            using var opened = folder.Open();
            opened.WriteText("other", "text");
            Assert.Equal("text", File.ReadAllText(Path.Combine(folder.Path, "other")));
        }

        Assert.Empty(Names);
    }

    [Fact]
    public void One_that_is_kept_stays()
    {
        string path;
        using (var folder = WorkFolder.Create(isKept: true)) path = folder.Path;
        Assert.Equal([path], Directory.GetFileSystemEntries(_temporary.Path));
        Assert.StartsWith("spaceforge-kept-", Path.GetFileName(path), StringComparison.Ordinal);
    }

    [Fact]
    public void That_of_a_killed_command_is_deleted_by_a_later_one()
    {
        foreach (var name in (string[])["work-old", "work-used", "work-new", "kept-old", "other-old"])
        {
            _temporary.Write($"spaceforge-{name}/folder/file", "");
            if (!name.EndsWith("new", StringComparison.Ordinal)) Age(_temporary.PathOf($"spaceforge-{name}"));
        }

        Age(_temporary.Write("spaceforge-work-file", ""));
        File.CreateSymbolicLink(_temporary.PathOf("spaceforge-work-link"), _temporary.PathOf("spaceforge-other-old"));
        using var temporary = ForeignFolder.Open(_temporary.Path);
        using var used = temporary.TryLock("spaceforge-work-used");
        WorkFolder.Create().Dispose();
        Assert.Equal(
            ["kept-old", "other-old", "work-file", "work-link", "work-new", "work-used"],
            Names.Select(name => name["spaceforge-".Length..]));
        Assert.True(File.Exists(_temporary.PathOf("spaceforge-other-old", "folder", "file")));
    }

    [Fact]
    public void It_is_locked_for_as_long_as_it_is_used()
    {
        using var temporary = ForeignFolder.Open(_temporary.Path);
        string name;
        using (var folder = WorkFolder.Create(isKept: true))
        {
            name = Path.GetFileName(folder.Path);
            Assert.Null(temporary.TryLock(name));
        }

        using var locked = temporary.TryLock(name);
        Assert.NotNull(locked);
    }

    [Fact]
    public void Without_a_folder_for_temporary_files_there_is_none()
    {
        var missing = _temporary.PathOf("missing");
        Environment.SetEnvironmentVariable("TMPDIR", missing);
        Assert.Contains(missing, Assert.Throws<IOException>(() => WorkFolder.Create()).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("TMPDIR", _before);
        _temporary.Dispose();
    }

    IEnumerable<string> Names =>
        Directory.GetFileSystemEntries(_temporary.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    static void Age(string path) => Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(-2));
}
