using Spaceforge.Cli.Simulating.Containers;
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
            var folders = RunFolders.Create();
            using (var other = RunFolders.Create()) Assert.NotEqual(folders.Scratch, other.Scratch);

            Assert.Equal([folders.Scratch], Directory.GetFileSystemEntries(temporary.Path));
            Assert.Matches("^spaceforge-work-[0-9a-f]{12}$", Path.GetFileName(folders.Scratch));
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

            folders.Dispose();
            Assert.Empty(Directory.GetFileSystemEntries(temporary.Path));
        });
    }

    [Fact]
    public void They_are_kept_only_if_asked()
    {
        using var temporary = new TemporaryFolder();
        In(temporary.Path, () =>
        {
            var kept = RunFolders.Create(isKept: true);
            kept.Dispose();
            Assert.Equal([kept.Scratch], Directory.GetFileSystemEntries(temporary.Path));
            if (OperatingSystem.IsLinux()) Assert.Throws<IOException>(() => kept.OpenWorkspace());
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
