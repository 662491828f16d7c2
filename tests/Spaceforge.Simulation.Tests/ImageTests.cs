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
    public async Task What_the_image_lacks_is_not_found_and_the_cause_names_program_and_image()
    {
        var root = (await BusyboxAsync()).Folder;
        var result = await RunAsync(1, root, "git --version");
        Assert.Contains(result.Log, line => line.EndsWith("git: not found", StringComparison.Ordinal));
        Assert.Contains("failed with exit code 127", result.Reasons, StringComparison.Ordinal);
        Assert.Equal(
            $"before_init of one (one) failed with exit code 127 (a program was not found in the image {root}): git: not found",
            result.Json.GetProperty("cause").GetString());
    }

    [Theory]
    [MemberData(nameof(Tool.Users), MemberType = typeof(Tool))]
    public async Task Images_need_no_root(string user)
    {
        Needs.Program("busybox");
        var busybox = await File.ReadAllBytesAsync("/bin/busybox", Cancelled);
        new ImageLayout()
            .Layer(tar => tar.WriteFile("bin/busybox", busybox, (UnixFileMode)0b111_101_101).WriteLink("bin/sh", "busybox")
                .WriteFile("etc/of-root", [], (UnixFileMode)0b110_000_000).WriteFolder("closed"))
            .Layer(tar => tar.WriteFile("etc/.wh.of-root"))
            .WriteTo(Folder.PathOf("layout"));
        _simulated.Write(new PluginManifest("one").Context(
            "one", ("before_init", "busybox ls /etc /closed && echo new >/closed/new && echo $(busybox id -u) $(busybox cat /closed/new)")));
        _simulated.Tool.Variables["TMPDIR"] = Directory.CreateDirectory(Folder.PathOf("tmp")).FullName;
        var start = await _simulated.Tool.OfUserAsync(user);
        _simulated.Tool.Variables["XDG_CACHE_HOME"] = Folder.PathOf("cache");
        var outcome = await new CommandLine(start[0], [.. start[1..], "simulate", "one.yaml", "--image", "layout"])
        {
            Folder = Folder.Path,
            Variables = _simulated.Tool.Variables,
        }.RunAsync();
        Assert.Contains("\n   1983 new\n", outcome.ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("of-root", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_portable_plugin_starts_in_an_image_with_the_runtime()
    {
        var debian = await DebianAsync();
        (await new CommandLine("sh", "-euc", """
            cp -al "$1" "$2" 2>/dev/null || { rm -rf "$2" && cp -a "$1" "$2"; }
            dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
            mkdir -p "$2/usr/share/dotnet/shared"
            cp -a "$dotnet/dotnet" "$dotnet/host" "$2/usr/share/dotnet"
            cp -a "$dotnet/shared/Microsoft.NETCore.App" "$2/usr/share/dotnet/shared"
            ln -s /usr/share/dotnet/dotnet "$2/usr/bin/dotnet"
            printf '#!/bin/sh\necho "scanned with $API_KEY"\n' >"$2/usr/bin/my-security-tool"
            chmod +x "$2/usr/bin/my-security-tool"
            """, "sh", debian.Folder, Folder.PathOf("root")).RunAsync()).ShouldExit(0);
        var plugin = Repository.PathOf("samples", "quickstart", "plugin.cs");
        var result = await _simulated.RunAsync(
            0, plugin, "--form", "portable", "--image", "root", "--param", "api_key=the-key", "--run-type", "tracked",
            "--phase", "plan=:", "--phase", "apply=:");
        Assert.Equal(["init passed", "plan passed", "apply passed"], result.Phases);
        Assert.Contains(result.Log, line => line.EndsWith("(my-plugin) scanned with *****", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_kernel_cannot_overlay_the_image_it_is_read_only_and_the_output_says_so()
    {
        var root = (await BusyboxAsync()).Folder;
        _simulated.Write(new PluginManifest("one").Context(
            "one", ("before_init", "! touch /etc/new 2>&1 && ! touch /bin/sh 2>&1 && touch /tmp/new /mnt/workspace/new && echo done")));
        // The kernel puts at most two overlays on each other.
        var outcome = await new CommandLine("unshare", "--mount", "sh", "-euc", """
            ln -s "$1" lower
            mkdir layers && mount -t tmpfs layers layers && mkdir layers/1 layers/2 layers/3 layers/4 layers/root layers/image
            mount -t overlay -o lowerdir=lower,upperdir=layers/1,workdir=layers/2 overlay layers/root
            mount -t overlay -o lowerdir=layers/root,upperdir=layers/3,workdir=layers/4 overlay layers/image
            exec "$2" simulate one.yaml --image layers/image
            """, "sh", root, Repository.PathOf("spaceforge")) { Folder = Folder.Path, Variables = _simulated.Tool.Variables }.RunAsync();
        outcome.ShouldExit(0);
        Assert.Contains("hooks cannot write below", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(" /etc", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\n   done\n", outcome.Output, StringComparison.Ordinal);
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

    static Task<RunnerImage> DebianAsync()
    {
        Needs.Root("Containers are made by root");
        Needs.Program("debootstrap");
        return RunnerImage.DebianAsync();
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
