using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Tests.Simulating;

/// <summary>What a container's script is given, and what the tool makes of its replies: the script is the test's own.</summary>
public sealed class ContainerProtocolTests : IDisposable
{
    /// <summary>The end of a session whose command was read into <c>command name last limits</c>.</summary>
    const string End = "printf '\\036%s last\\n' \"$last\" >&2; tell end 5";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_given_folders_limits_and_a_root(bool hasRoot)
    {
        var given = _folder.PathOf("given");
        await using var bench = await StartAsync($"printf '%s\\n' \"$@\" >{given}; tell ready all", Root(hasRoot));
        var scratch = bench.Folders.Scratch;
        Assert.Equal(
            [
                .. Container.Namespaces[1..], "sh", Path.Combine(scratch, "enter.sh"), bench.Folders.Workspace, scratch,
                $"{SessionBench.Limits.InMemory}", $"{SessionBench.Limits.NamespaceProcesses(Environment.OSVersion.Version)}",
                hasRoot ? "/root of hooks" : "", hasRoot ? "/program" : "",
            ],
            File.ReadAllLines(given));
    }

    [Fact]
    public async Task It_is_given_no_variables_and_no_descriptors_of_the_tool()
    {
        var (open, variables, descriptors) = (_folder.Write("open", ""), _folder.PathOf("variables"), _folder.PathOf("descriptors"));
        using var handle = File.OpenHandle(open);
        // As whoever starts the tool leaves one.
        _ = Control((int)handle.DangerousGetHandle(), command: 2, value: 0);
        Environment.SetEnvironmentVariable("SPACEFORGE_OWN", "1");
        try
        {
            await using var bench = await StartAsync(
                $"env >{variables}; for file in /proc/$$/fd/*; do readlink \"$file\"; done >{descriptors}; tell ready all");
        }
        finally
        {
            Environment.SetEnvironmentVariable("SPACEFORGE_OWN", null);
        }

        Assert.Contains("GREETING=hello", File.ReadAllLines(variables));
        Assert.DoesNotContain("SPACEFORGE_OWN=1", File.ReadAllLines(variables));
        Assert.Contains(descriptors, File.ReadAllLines(descriptors));
        Assert.DoesNotContain(open, File.ReadAllLines(descriptors));
    }

    [Theory]
    [InlineData("all", false, null)]
    [InlineData("all", true, null)]
    [InlineData(" /a /b", false, "what hooks write below /a /b is not isolated, since the kernel cannot overlay it")]
    [InlineData(" /a /b", true, "hooks cannot write below /a /b, since the kernel cannot overlay it")]
    public async Task What_the_kernel_cannot_overlay_is_told(string unlayered, bool hasRoot, string? obstacle)
    {
        await using var bench = await StartAsync($"tell ready '{unlayered}'", Root(hasRoot));
        Assert.Equal(obstacle is null ? Isolation.Full : Isolation.Partial, bench.Container.Isolation);
        Assert.Equal(obstacle, bench.Container.Obstacle);
        Assert.Equal(obstacle is null, bench.Container.IsOverlaid("/a/file"));
        Assert.Equal(obstacle is null, bench.Container.IsOverlaid("/b"));
        Assert.True(bench.Container.IsOverlaid("/c"));
        var scratch = Regex.Escape(bench.Folders.Scratch);
        Assert.Matches(hasRoot ? "^$" : $"^/proc/[0-9]+/root{scratch}/layers/root$", bench.Container.Overlays ?? "");
    }

    [Fact]
    public async Task Its_replies_are_passed_on()
    {
        var bench = await StartAsync($"""
            tell ready all
            read -r command name last limits
            tell left a b
            tell left
            tell group 7
            IFS= read -r answer
            echo "$command $limits, $answer" >&2
            {End}
            read -r command
            echo late >&2
            tell outside "/$command 1"
            tell outside /2
            tell listed
            """);
        var session = await bench.RunAsync("echo one");
        Assert.Equal(5, session.ExitCode);
        Assert.Equal(["/outside 1", "/2"], (await bench.Container.OutsideAsync())!);
        await bench.DisposeAsync();
        Assert.Equal(["left a b", "left ", $"run {SessionBench.Limits.Words}, group 7"], session.Events);
        Assert.Null(bench.Container.Fault);
    }

    [Theory]
    [InlineData("", "echo hello")]
    [InlineData("", "tell")]
    [InlineData("", "tell unknown")]
    [InlineData("", "tell end")]
    [InlineData("", "tell end x")]
    [InlineData("", "tell end -1")]
    [InlineData("", "printf '\\036%s-end 0\\n' \"$nonce\"")]
    // Before there is a session.
    [InlineData("printf '\\0360123456789abcdef01234567 start\\n' >&2", "")]
    public async Task What_is_no_reply_is_a_fault(string before, string within)
    {
        await using var bench = await StartAsync($"""
            {before}
            tell ready all
            read -r command name last limits
            {within}
            {End}
            """);
        Assert.Equal(5, (await bench.RunAsync("echo one")).ExitCode);
        Assert.Equal("it printed one of the simulation's markers out of order", bench.Container.Fault);
    }

    [Fact]
    public async Task A_reason_is_cut_as_lines_are()
    {
        _folder.WriteScript("unshare", "head -c 70000 /dev/zero | tr '\\0' x >&2; exit 1");
        await using var bench = Bench();
        var (_, reason) = await Container.TryIsolateAsync(
            bench.Folders, bench.Variables, SessionBench.Limits, root: null, CancellationToken.None);
        Assert.Equal($"{new string('x', 61_440)} {new string('x', 8_560)}", reason);
    }

    [Fact]
    public async Task One_that_has_ended_runs_no_session()
    {
        await using var bench = await StartAsync("tell ready all; exit");
        await Wait.UntilAsync(() => !bench.Container.IsRunning, "the end of the container");
        await RefusesAsync();
        bench.Container.Kill();
        await RefusesAsync();

        async Task RefusesAsync()
        {
            var session = await bench.RunAsync("echo one");
            Assert.Null(session.ExitCode);
            Assert.Empty(session.Events);
            Assert.Empty(session.Script.Exported);
            Assert.Null(session.Script.ExportFault);
            Assert.Null(bench.Container.Fault);
        }
    }

    [Fact]
    public async Task What_outlives_a_killed_session_is_no_output_of_it()
    {
        var (go, said) = (_folder.PathOf("go"), _folder.PathOf("said"));
        var bench = await StartAsync($"""
            mkfifo {go}
            tell ready all
            read -r command
            (read -r line <{go}; echo late >&2; : >{said}) &
            echo early >&2
            """);
        var session = new SessionBench.Session(bench, "echo one");
        session.Start();
        await Wait.UntilAsync(() => session.Events.Length == 1, "the first line");
        bench.Container.Kill();
        Assert.Null((await session.RunAsync()).ExitCode);

        File.WriteAllText(go, "\n");
        await Wait.UntilAsync(() => File.Exists(said), "the second line");
        await bench.DisposeAsync();
        Assert.Equal(["early"], session.Events);
    }

    [Fact]
    public async Task One_that_ignores_the_end_of_its_input_is_killed()
    {
        var bench = await StartAsync("tell ready all; exec sleep 300");
        await Wait.ForAsync(bench.DisposeAsync().AsTask(), "the end of the container");
    }

    [Fact]
    public async Task It_holds_nothing_after_its_end()
    {
        var bench = await StartAsync("tell ready all");
        await bench.Container.DisposeAsync();
        Assert.Throws<InvalidOperationException>(() => bench.Container.IsRunning);
        Assert.Throws<IOException>(() => bench.Container.Look());
        bench.Folders.Dispose();
    }

    static ContainerRoot? Root(bool hasRoot) => hasRoot ? new ContainerRoot("/root of hooks", "/program") : null;

    async Task<SessionBench> StartAsync(string commands, ContainerRoot? root = null)
    {
        _folder.WriteScript("unshare", $$"""
            IFS= read -r nonce
            tell() { printf '\036%s %s\n' "$nonce" "$*"; }
            {{commands}}
            cat >/dev/null
            """);
        var bench = Bench();
        await bench.StartAsync(isolate: true, root);
        return bench;
    }

    SessionBench Bench()
    {
        if (!OperatingSystem.IsLinux()) Needs.Missing("Linux");
        var bench = new SessionBench();
        bench.Variables["PATH"] = $"{_folder.Path}:{bench.Variables["PATH"]}";
        return bench;
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    static extern int Control(int descriptor, int command, nint value);
}
