namespace Spaceforge.Simulation.Tests;

/// <summary>
/// What is mounted on the machine: the kernel cannot overlay a folder that contains mounts, so each entry of such a folder is
/// overlaid separately, while other programs may change it.
/// </summary>
public sealed class MachineMountTests : IDisposable
{
    readonly Simulated _simulated = new();

    public MachineMountTests() => Needs.Root("Only root mounts");

    public void Dispose() => _simulated.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("with blank")]
    [InlineData(@"with\backslash, comma:colon and 100%d")]
    public async Task Folders_above_a_mount_are_isolated(string name)
    {
        _simulated.Folder.Write($"{name}/beside/file", "as it was");
        var output = await SimulateAsync(
            name, "echo mounted >\"$0/mount/file\" && echo changed >\"$0/beside/file\" && cat \"$0/mount/file\" \"$0/beside/file\"");
        Assert.Contains("   mounted\n   changed\n", output, StringComparison.Ordinal);
        Assert.Contains("Written outside the workspace: ", output, StringComparison.Ordinal);
        Assert.Equal("as it was", await File.ReadAllTextAsync(_simulated.Folder.PathOf(name, "beside", "file"), Cancelled));
    }

    [Fact]
    public async Task What_is_removed_while_the_container_starts_is_not_in_it()
    {
        var folder = _simulated.Folder.PathOf("changing");
        _simulated.Folder.Write("changing/1-gone-folder/file", "");
        _simulated.Folder.Write("changing/2-gone-file", "");
        File.CreateSymbolicLink(Path.Combine(folder, "3-gone-link"), "4-here");
        _simulated.Folder.Write("changing/4-here", "");
        foreach (var program in (string[])["mount", "cp"])
        {
            _simulated.Tool.Provide(program, $$"""
                for last; do :; done
                case $last in *-gone-*) rm -rf "{{folder}}/${last##*/}" ;; esac
                PATH=${PATH#*:}
                exec {{program}} "$@"
                """);
        }

        var output = await SimulateAsync("changing", "ls \"$0\"");
        Assert.Contains("\n   4-here\n   mount\n", output, StringComparison.Ordinal);
        Assert.Equal(["4-here", "mount"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order());
    }

    /// <summary>Simulates a hook whose <c>$0</c> is a folder in which something is mounted, in a mount namespace of its own.</summary>
    async Task<string> SimulateAsync(string name, string hook)
    {
        var folder = _simulated.Folder.PathOf(name);
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", $"sh -c '{hook}' '{folder}'")));
        var outcome = await new CommandLine(
            "unshare", "--mount", "sh", "-euc", "mkdir \"$1/mount\" && mount -t tmpfs none \"$1/mount\" && exec \"$2\" simulate one.yaml",
            "sh", folder, Repository.PathOf("spaceforge"))
        { Folder = _simulated.Folder.Path, Variables = _simulated.Tool.Variables }.RunAsync();
        Assert.Contains("is isolated; writes elsewhere are discarded.", outcome.ShouldExit(0).Output, StringComparison.Ordinal);
        return outcome.Output;
    }

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
