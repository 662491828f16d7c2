using System.Text.Json;

namespace Spaceforge.Simulation.Tests;

/// <summary>The machine's programs that a run called, and that Spacelift's default image does not have.</summary>
public sealed class MachineProgramTests : IDisposable
{
    readonly Simulated _simulated = new();

    public MachineProgramTests()
    {
        var knows = OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(6, 6);
        if (!knows) Needs.Missing("Only Linux 6.6 and later say what a run calls.");
    }

    public void Dispose() => _simulated.Dispose();

    [Fact]
    public async Task They_are_named_in_all_results()
    {
        Provide("only-here");
        Provide("after-the-pause");
        var result = await RunAsync(
            0, "only-here && sh -c only-here", ["--run-type", "tracked", "--phase", "apply=after-the-pause", "--report", "report.html"]);
        Assert.Equal(["after-the-pause", "only-here"], Programs(result)!);
        Assert.Contains("""

            == Programs of this machine
            Spacelift's default image does not have: after-the-pause, only-here
            A hook that calls one fails there, unless the stack's image has it; --image runs hooks in that image.

            """, _simulated.Last.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\"machine_programs\":[\"after-the-pause\",\"only-here\"]",
            await File.ReadAllTextAsync(_simulated.Folder.PathOf("report.html"), Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("git --version && bash -c 'echo $HOME' | awk 1 && id && python3 -c 1", "what the image has")]
    [InlineData("cat \"$(command -v only-here)\" >copy && command -v only-here && ls -l \"$(command -v only-here)\"", "what is only read")]
    [InlineData("cp \"$(command -v only-here)\" copy && ./copy", "a program of the workspace")]
    [InlineData("mkdir bin && cp \"$(command -v only-here)\" bin && PATH=$PWD/bin:$PATH only-here", "the workspace's comes first")]
    [InlineData("jq && wget", "the interpreters of scripts, which stand for the image's programs")]
    [InlineData("no-such-program || :", "what is not there")]
    [InlineData("terraform", "what Spacelift brings along")]
    [InlineData("tar", "what a program of the image starts by itself")]
    [InlineData("xargs", "a link to a program with another name, as an image has it")]
    public async Task Only_programs_that_a_worker_may_lack_are_named(string hook, string why)
    {
        foreach (var program in (string[])["only-here", "interpreter", "zstd", "terraform"]) Provide(program);
        ProvideFor($"{_simulated.Folder.PathOf("programs", "interpreter")} -x", "jq");
        ProvideFor("/usr/bin/env interpreter", "wget");
        Provide("tar", "exec zstd");
        Provide("busy-machine-box");
        File.CreateSymbolicLink(_simulated.Folder.PathOf("programs", "xargs"), "busy-machine-box");
        var result = await RunAsync(0, hook);
        Assert.True(Programs(result) is [], why);
        Assert.DoesNotContain("Programs of this machine", _simulated.Last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_plugin_installs_where_it_is_missing_is_not_named()
    {
        Provide("only-here");
        Provide("installed");
        _simulated.Write(new PluginManifest("one").Context(
            "one",
            ("before_init", "mkdir -p /mnt/workspace/plugins/one && echo : >/mnt/workspace/plugins/one/install.sh"),
            ("after_init", "sh /mnt/workspace/plugins/one/install.sh installed amd64 https://localhost/x -"),
            ("before_plan", "installed && only-here")));
        Assert.Equal(["only-here"], Programs(await _simulated.RunAsync(0, "one.yaml"))!);
    }

    [Fact]
    public async Task A_program_is_named_as_it_is_called_through_a_link_to_another_folder()
    {
        _simulated.Folder.WriteScript("elsewhere/tool-1.2", "echo done");
        Provide("only-here");
        File.CreateSymbolicLink(_simulated.Folder.PathOf("programs", "tool"), _simulated.Folder.PathOf("elsewhere", "tool-1.2"));
        Assert.Equal(["tool"], Programs(await RunAsync(0, "tool"))!);
    }

    [Fact]
    public async Task Files_of_one_name_that_are_called_by_different_names_are_not_told_apart()
    {
        Provide("only-here");
        foreach (var package in (string[])["one", "two"])
        {
            _simulated.Folder.WriteScript($"packages/{package}/cli", "echo done");
            File.CreateSymbolicLink(_simulated.Folder.PathOf("programs", package), _simulated.Folder.PathOf("packages", package, "cli"));
        }

        Assert.Equal(["only-here"], Programs(await RunAsync(0, "only-here && one"))!);
    }

    [Fact]
    public async Task What_others_on_the_machine_run_meanwhile_is_not_the_runs()
    {
        Provide("only-here");
        Provide("of-others", "touch ran");
        var loop = new CommandLine("sh", "-c", "while [ ! -e stop ]; do programs/of-others; done") { Folder = _simulated.Folder.Path };
        using var others = loop.Start();
        await Wait.UntilAsync(() => File.Exists(_simulated.Folder.PathOf("ran")), "the first start of the other program");
        var result = await RunAsync(0, "only-here");
        _simulated.Folder.Write("stop", "");
        await Wait.ForAsync(others.WaitForExitAsync(Cancelled), "the end of the other programs");
        Assert.Equal(["only-here"], Programs(result)!);
    }

    /// <summary>The kernel overlays no folder of /proc.</summary>
    [Fact]
    public async Task What_cannot_be_overlaid_elsewhere_hides_none()
    {
        Needs.Root("Only root mounts");
        Provide("only-here");
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", "only-here")));
        var outcome = await new CommandLine(
            "unshare", "--mount", "sh", "-euc", "mkdir other && mount -t proc proc other && exec \"$1\" simulate one.yaml --json result.json",
            "sh", Repository.PathOf("spaceforge"))
        { Folder = _simulated.Folder.Path, Variables = _simulated.Tool.Variables }.RunAsync();
        Assert.Contains("is isolated, but", outcome.ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Contains("\"machine_programs\":[\"only-here\"]", Compact(await File.ReadAllTextAsync(
            _simulated.Folder.PathOf("result.json"), Cancelled)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_container_they_are_not_known()
    {
        Provide("only-here");
        Assert.Null(Programs(await RunAsync(0, "only-here", ["--no-isolation"])));
    }

    static string Compact(string json) => JsonSerializer.Serialize(JsonElement.Parse(json));

    void Provide(string name, string script = "echo done") => _simulated.Tool.Provide(name, script);

    void ProvideFor(string interpreter, string name)
    {
        Provide(name);
        _simulated.Folder.Write($"programs/{name}", $"#!{interpreter}\n");
    }

    Task<RunResult> RunAsync(int exitCode, string hook, string[]? more = null)
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", hook)));
        return _simulated.RunAsync(exitCode, ["one.yaml", .. more ?? []]);
    }

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    static string?[]? Programs(RunResult result)
    {
        var programs = result.Json.GetProperty("machine_programs");
        return programs.ValueKind == JsonValueKind.Null ? null : [.. programs.EnumerateArray().Select(program => program.GetString())];
    }
}
