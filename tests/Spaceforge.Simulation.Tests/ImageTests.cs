using System.Formats.Tar;

namespace Spaceforge.Simulation.Tests;

/// <summary>Runs in a runner image: hooks see its files, its programs and its variables, and nothing of the machine's.</summary>
public sealed class ImageTests : IDisposable
{
    readonly Simulated _simulated = new();

    TemporaryFolder Folder => _simulated.Folder;

    public void Dispose() => _simulated.Dispose();

    [Fact]
    public async Task Hooks_see_the_image_and_never_change_it()
    {
        var root = (await BusyboxAsync()).Folder;
        Folder.Write("machine", "of the machine");
        _simulated.Tool.Variables["OF_THE_MACHINE"] = "yes";
        var result = await RunAsync(0, root, $$"""
            echo "${OF_THE_MACHINE-no} $HOME $PATH $(id -u) $(pwd)" &&
            [ ! -e '{{Folder.PathOf("machine")}}' ] && [ ! -e /usr/share ] &&
            echo changed >/etc/passwd && echo new >/tmp/new && rm /bin/ls && cat /etc/passwd && [ ! -e /bin/ls ] && cat /etc/hosts >/dev/null
            """);
        Assert.Equal(
            [$"no /home/spacelift {DefaultPath(result)} 1983 /mnt/workspace/source", "changed"], result.Log.Take(2));
        Assert.Contains("spacelift", await File.ReadAllTextAsync(Path.Combine(root, "etc", "passwd"), Cancelled), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(root, "bin", "busybox")));
        Assert.Contains("Written where only root can write on a worker: /bin/ls, /etc/passwd.", result.Warnings, StringComparison.Ordinal);
        Assert.Equal("folder", result.Json.GetProperty("image").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_layout_and_a_tar_are_unpacked_and_the_images_settings_count_as_on_a_worker()
    {
        await BusyboxAsync();
        var busybox = await File.ReadAllBytesAsync("/bin/busybox", Cancelled);
        void Write(TarWriter tar) => tar.WriteFile("bin/busybox", busybox, (UnixFileMode)0b111_101_101).WriteLink("bin/sh", "/bin/busybox")
            .WriteLink("bin/ps", "busybox").WriteFile("etc/passwd", "spacelift:x:1983:1983::/srv/home:/bin/sh\n");
        new ImageLayout { Variables = ["OF_IMAGE=yes", "LD_PRELOAD=/none"] }.Layer(Write).WriteTo(Folder.PathOf("layout"));
        await File.WriteAllBytesAsync(Folder.PathOf("tar"), ImageLayout.Gzip(ImageLayout.Tar(Write)), Cancelled);
        _simulated.Tool.Variables["XDG_CACHE_HOME"] = Folder.PathOf("cache");

        // Neither ENTRYPOINT nor USER nor WORKDIR of the image count.
        var result = await RunAsync(0, "layout", "echo $OF_IMAGE $HOME $(busybox id -u) $(pwd)");
        Assert.Equal(["yes /srv/home 1983 /mnt/workspace/source"], result.Log);
        Assert.Equal("OCI layout", result.Json.GetProperty("image").GetProperty("kind").GetString());
        Assert.Equal("", result.Warnings);

        result = await RunAsync(1, "tar", "echo ${OF_IMAGE-none} $HOME && curl --version");
        Assert.Equal("none /srv/home", result.Log[0]);
        Assert.Contains("failed with exit code 127", result.Reasons, StringComparison.Ordinal);
        Assert.Equal("tar", result.Json.GetProperty("image").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Debians_smallest_root_works()
    {
        Needs.Root("Containers are made by root");
        Needs.Program("debootstrap");
        var result = await RunAsync(1, (await RunnerImage.DebianAsync()).Folder, "cat /etc/os-release && git --version");
        Assert.Contains(result.Log, line => line.Contains("VERSION_CODENAME=bookworm", StringComparison.Ordinal));
        Assert.Contains(result.Log, line => line.EndsWith("git: not found", StringComparison.Ordinal));
        Assert.Contains("The image has no ps", result.Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_image_lacks_is_not_found()
    {
        var result = await RunAsync(1, (await BusyboxAsync()).Folder, "git --version");
        Assert.Contains(result.Log, line => line.EndsWith("git: not found", StringComparison.Ordinal));
        Assert.Contains("failed with exit code 127", result.Reasons, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Spacelift_needs_and_the_image_lacks_is_told()
    {
        Needs.Root("Containers are made by root");
        File.CreateSymbolicLink(Folder.PathOf("machine"), "/");
        Directory.CreateDirectory(Folder.PathOf("root", "bin"));
        File.Copy("/bin/busybox", Folder.PathOf("root", "bin", "busybox"));
        var none = await StartAsync(Folder.PathOf("root"), "true");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("has no shell: neither /bin/sh nor /usr/bin/sh is an executable file", none.Error, StringComparison.Ordinal);

        // Absolute links of an image lead to its own files; these would lead out of the root on the machine.
        File.CreateSymbolicLink(Folder.PathOf("root", "bin", "sh"), "/bin/busybox");
        File.CreateSymbolicLink(Folder.PathOf("root", "mnt"), Folder.PathOf("outside"));
        File.CreateSymbolicLink(Folder.PathOf("root", "tmp"), Folder.PathOf("outside"));
        File.CreateSymbolicLink(Folder.PathOf("root", "opt"), Folder.PathOf("outside"));
        File.CreateSymbolicLink(Folder.PathOf("root", "etc"), Folder.PathOf("outside"));
        Directory.CreateDirectory(Folder.PathOf("outside"));
        var result = await RunAsync(0, Folder.PathOf("root"), "echo $HOME >/tmp/x && busybox cat /tmp/x");
        Assert.Equal("/", result.Log[0]);
        Assert.Contains("The image has no ps, which Spacelift needs", result.Warnings, StringComparison.Ordinal);
        Assert.Contains("The image has no user 1983 in /etc/passwd", result.Warnings, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder.PathOf("outside")));
    }

    [Theory]
    [InlineData("missing", new string[0], "--image: 'missing' not found")]
    [InlineData("one.yaml", new string[0], "--image: 'one.yaml' ")]
    [InlineData(
        ".", new[] { "--no-isolation" }, "--image cannot be used with --no-isolation: hooks see an image's files only in a container.")]
    public async Task What_is_no_image_is_refused(string image, string[] more, string error)
    {
        var outcome = await StartAsync(image, "true", more);
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(error, outcome.Error, StringComparison.Ordinal);
    }

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // Spacelift's folder for tools comes first where the machine has a tool for it.
    static string DefaultPath(RunResult result)
    {
        const string path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        return result.Log[0].Contains("/opt/spacelift", StringComparison.Ordinal) ? $"/opt/spacelift/binaries:{path}" : path;
    }

    static Task<RunnerImage> BusyboxAsync()
    {
        Needs.Root("Containers are made by root");
        Needs.Program("busybox");
        return RunnerImage.BusyboxAsync();
    }

    Task<RunResult> RunAsync(int exitCode, string image, string hook, params string[] more)
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", hook)));
        return _simulated.RunAsync(exitCode, ["one.yaml", "--image", image, .. more]);
    }

    async Task<Outcome> StartAsync(string image, string hook, params string[] more)
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", hook)));
        return await _simulated.Tool.RunAsync(["simulate", "one.yaml", "--image", image, .. more]);
    }
}
