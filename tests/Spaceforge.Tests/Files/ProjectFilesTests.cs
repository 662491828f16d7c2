using System.Runtime.InteropServices;
using Spaceforge.Tests.Services;

namespace Spaceforge.Tests.Files;

/// <summary>Files of the stack, as hooks name them.</summary>
public sealed class ProjectFilesTests : IDisposable
{
    readonly HookOf _hook = new();
    readonly TemporaryFolder _outside = new();

    public void Dispose()
    {
        _hook.Dispose();
        _outside.Dispose();
    }

    string Root => _hook.Harness.ProjectRoot;

    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("./new/../a.txt", "a.txt")]
    [InlineData("..a", "..a")]
    [InlineData(".", "")]
    public async Task A_path_inside_is_made_full(string path, string expected) =>
        Assert.Equal(Path.TrimEndingDirectorySeparator(Path.Combine(Root, expected)), await PathOfAsync(path));

    [Fact]
    public async Task A_full_path_inside_is_taken() => Assert.Equal(Path.Combine(Root, "a"), await PathOfAsync(Path.Combine(Root, "a")));

    [Theory]
    [InlineData("../a")]
    [InlineData("new/../../a")]
    [InlineData("/etc/passwd")]
    [InlineData("../source-of-another/a")]
    public async Task A_path_outside_is_refused(string path) =>
        Assert.Equal($"'{path}' is outside of the project root. Use a path inside it; links must not lead out of it either.",
            await RefusalOfAsync(path));

    [Fact]
    public async Task Links_that_stay_inside_are_followed()
    {
        _hook.Harness.WriteFile("deep/target", "x");
        File.CreateSymbolicLink(Path.Combine(Root, "link"), "deep/../deep/target");
        Assert.Equal(Path.Combine(Root, "link"), await PathOfAsync("link"));
    }

    [Theory]
    [InlineData("file", "a.txt")]
    [InlineData("folder/a.txt", "")]
    [InlineData("folder/new.txt", "")]
    public async Task Links_that_lead_out_are_refused(string path, string target)
    {
        _outside.Write("a.txt", "x");
        File.CreateSymbolicLink(Path.Combine(Root, path.Split('/')[0]), _outside.PathOf(target));
        Assert.Contains("outside of the project root", await RefusalOfAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_leads_out_by_way_of_another_is_refused()
    {
        Directory.CreateDirectory(_outside.PathOf("inner"));
        File.CreateSymbolicLink(Path.Combine(Root, "away"), _outside.PathOf("inner"));
        // Read without looking where "away" leads, this would be the project's own a.txt.
        File.CreateSymbolicLink(Path.Combine(Root, "evil"), "away/../a.txt");
        Assert.Contains("outside of the project root", await RefusalOfAsync("evil"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(Path.Combine(Root, "a"), "b");
        File.CreateSymbolicLink(Path.Combine(Root, "b"), "a");
        Assert.Contains("more than 40 links", await RefusalOfAsync("a"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_written_file_has_the_bytes_and_nothing_is_left_beside_it()
    {
        await _hook.RunAsync(plugin => Task.Run(() => plugin.WriteFile("a.bin", [0xFF, 0x00, 0x0A])));
        Assert.Equal([0xFF, 0x00, 0x0A], await File.ReadAllBytesAsync(Path.Combine(Root, "a.bin"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFileSystemEntries(Root));
    }

    [Theory]
    [InlineData("../a", "is outside of the project root")]
    [InlineData("missing/a", "the folder does not exist.")]
    public async Task A_file_that_cannot_be_written_fails_the_hook(string path, string reason)
    {
        var outcome = await _hook.RunAsync(plugin => Task.Run(() => plugin.WriteFile(path, "x"u8)));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(reason, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_there_keeps_its_mode_and_a_link_inside_stays_one()
    {
        _hook.Harness.WriteFile("deep/target", "x");
        var target = Path.Combine(Root, "deep", "target");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        File.CreateSymbolicLink(Path.Combine(Root, "link"), "deep/target");
        await _hook.RunAsync(plugin => Task.Run(() => plugin.WriteFile("link", "new"u8)));
        Assert.Equal("new", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal("deep/target", new FileInfo(Path.Combine(Root, "link")).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite,
            File.GetUnixFileMode(target));
    }

    [Fact]
    [Attack("repository", "a project folder is repeatedly swapped with a link to one outside while a hook writes and reads",
        "nothing is written or read outside")]
    public async Task A_folder_that_changes_into_a_link_leads_nobody_out()
    {
        _outside.Write("a", "outside");
        Directory.CreateDirectory(Path.Combine(Root, "folder"));
        File.CreateSymbolicLink(Path.Combine(Root, "way-out"), _outside.Path);
        using var stop = new CancellationTokenSource();
        var attack = Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    foreach (var (from, to) in ((string, string)[])[
                        ("folder", "aside"), ("way-out", "folder"), ("folder", "way-out"), ("aside", "folder")])
                    {
                        if (Rename(Path.Combine(Root, from), Path.Combine(Root, to)) != 0)
                        {
                            throw new IOException($"{from} cannot be renamed.");
                        }
                    }
                }
            },
            TestContext.Current.CancellationToken);

        var read = 0;
        await _hook.RunAsync(plugin => Task.Run(() =>
        {
            for (var i = 0; i < 3_000; i++)
            {
                try
                {
                    plugin.WriteFile("folder/a", "inside"u8);
                    if (plugin.ReadFile("folder/a") is [(byte)'o', ..]) read++;
                }
                catch (PluginFailedException)
                {
                    // Refused: that is right, too.
                }
            }
        }));
        await stop.CancelAsync();
        await attack;
        Assert.Equal(0, read);
        Assert.Equal("outside", await File.ReadAllTextAsync(_outside.PathOf("a"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFileSystemEntries(_outside.Path));
    }

    [Theory]
    [InlineData("mkfifo X", "not a regular file")]
    [InlineData("mkdir X", "not a regular file")]
    [InlineData("ln -s /dev/zero X", "outside of the project root")]
    [InlineData("truncate -s 5G X", "larger than")]
    [InlineData("true", "the file does not exist")]
    [Attack(
        "repository", "a FIFO, a device, a folder or a huge file instead of a file that a hook reads", "an error that names file and reason")]
    public async Task What_is_not_a_readable_file_is_reported(string command, string reason)
    {
        (await new CommandLine("/bin/sh", "-c", command) { Folder = Root }.RunAsync()).ShouldExit(0);
        PluginFailedException? refusal = null;
        var running = _hook.RunAsync(
            plugin => Task.Run(() => refusal = Assert.Throws<PluginFailedException>(() => plugin.ReadFile("X"))));
        await Wait.ForAsync(running, "the file to be read");
        Assert.Contains(reason, refusal!.Message, StringComparison.Ordinal);
    }

    [DllImport("libc", EntryPoint = "rename")]
    static extern int Rename(string from, string to);

    async Task<string> PathOfAsync(string path)
    {
        var full = "";
        var outcome = await _hook.RunAsync(plugin => Task.Run(() => full = plugin.ProjectPath(path)));
        Assert.True(outcome.Succeeded, outcome.Log);
        return full;
    }

    async Task<string> RefusalOfAsync(string path)
    {
        PluginFailedException? refusal = null;
        await _hook.RunAsync(plugin => Task.Run(() => refusal = Assert.Throws<PluginFailedException>(() => plugin.ProjectPath(path))));
        return refusal!.Message;
    }
}
