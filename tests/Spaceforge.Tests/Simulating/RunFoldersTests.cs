using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Files;
using Spaceforge.Tests.Watching;

namespace Spaceforge.Tests.Simulating;

/// <summary>The folders of a run: where they are, who may see them, and that they go. The folder for temporary files is changed.</summary>
[Collection(nameof(Alone))]
public sealed class RunFoldersTests
{
    [Fact]
    public void They_are_below_one_folder_that_nobody_else_may_see()
    {
        using var temporary = new TemporaryFolder();
        In(temporary.Path, () =>
        {
            using var folders = RunFolders.Create();
            using (var other = RunFolders.Create())
            {
                Assert.NotEqual(folders.Scratch, other.Scratch);
                other.Remove();
            }

            Assert.Equal([folders.Scratch], Directory.GetFileSystemEntries(temporary.Path));
            Assert.Matches("^spaceforge-simulate-[0-9a-f]{12}$", Path.GetFileName(folders.Scratch));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folders.Scratch));
            Assert.Equal(
                ["exports", "scripts", "session", "workspace", "workspace/source"],
                Directory.GetFileSystemEntries(folders.Scratch, "*", SearchOption.AllDirectories)
                    .Select(path => Path.GetRelativePath(folders.Scratch, path)).Order(StringComparer.Ordinal));
            Assert.Equal(Path.Combine(folders.Scratch, "workspace", "source"), folders.Source);
            Assert.Equal(folders.Workspace, folders.WorkspaceIn(Isolation.None));
            Assert.Equal("/mnt/workspace", folders.WorkspaceIn(Isolation.Partial));
            Assert.Equal(folders.Session, folders.SessionIn(Isolation.None));
            Assert.Equal(Path.Combine(folders.Scratch, "session"), folders.Session);
            Assert.Equal("/mnt/session", folders.SessionIn(Isolation.Full));
            using (var workspace = folders.OpenWorkspace()) workspace.WriteText("file", "text");
            Assert.Equal("text", File.ReadAllText(Path.Combine(folders.Workspace, "file")));

            folders.Remove();
            Assert.Empty(Directory.GetFileSystemEntries(temporary.Path));
        });
    }

    [Fact]
    public void What_a_killed_run_left_is_removed_by_a_later_one()
    {
        using var temporary = new TemporaryFolder();
        foreach (var name in (string[])["simulate-old", "simulate-used", "kept-old", "simulate-new"])
        {
            temporary.Write($"spaceforge-{name}/workspace/file", "");
            if (!name.EndsWith("new", StringComparison.Ordinal)) Age(temporary.PathOf($"spaceforge-{name}"));
        }

        File.SetLastWriteTimeUtc(temporary.Write("spaceforge-simulate-file", ""), DateTime.UtcNow.AddHours(-2));
        using var folder = ForeignFolder.Open(temporary.Path);
        using var used = folder.TryLock("spaceforge-simulate-used");
        In(temporary.Path, () =>
        {
            using var folders = RunFolders.Create(isKept: true);
            Assert.StartsWith("spaceforge-kept-", Path.GetFileName(folders.Scratch), StringComparison.Ordinal);
            folders.Remove();
            using var next = RunFolders.Create();
            next.Remove();
        });
        Assert.Equal(
            ["kept-old", "simulate-file", "simulate-new", "simulate-used"],
            Directory.GetFileSystemEntries(temporary.Path).Select(path => Path.GetFileName(path)["spaceforge-".Length..])
                .Order(StringComparer.Ordinal));

        static void Age(string folder) => Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddHours(-2));
    }

    [Fact]
    public void A_run_that_has_ended_holds_nothing()
    {
        using var temporary = new TemporaryFolder();
        In(temporary.Path, () =>
        {
            var folders = RunFolders.Create();
            using var outside = ForeignFolder.Open(temporary.Path);
            var name = Path.GetFileName(folders.Scratch);
            Assert.Null(outside.TryLock(name));
            folders.Dispose();
            using var locked = outside.TryLock(name);
            Assert.NotNull(locked);
            if (!OperatingSystem.IsLinux()) return;

            Assert.Throws<IOException>(() => folders.OpenWorkspace());
            Assert.ThrowsAny<Exception>(folders.Remove);
        });
    }

    [Fact]
    public void Without_a_folder_for_temporary_files_there_are_none()
    {
        using var temporary = new TemporaryFolder();
        var missing = temporary.PathOf("missing");
        In(missing, () =>
        {
            var refused = Assert.Throws<UsageException>(() => RunFolders.Create());
            Assert.StartsWith("Cannot create a folder for the run's files: ", refused.Message, StringComparison.Ordinal);
            Assert.Contains(missing, refused.Message, StringComparison.Ordinal);
        });
    }

    static void In(string folder, Action test)
    {
        var before = Environment.GetEnvironmentVariable("TMPDIR");
        Environment.SetEnvironmentVariable("TMPDIR", folder);
        try
        {
            test();
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", before);
        }
    }
}
