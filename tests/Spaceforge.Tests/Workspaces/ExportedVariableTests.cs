using Spaceforge.Launching;
using Spaceforge.Model;
using Spaceforge.Sources;
using Spaceforge.Testing;

namespace Spaceforge.Tests.Workspaces;

/// <summary>Variables that hooks export: the hook writes the file, and shells read it as generated hook lines do.</summary>
public sealed class ExportedVariableTests : IDisposable
{
    const string Hostile = "a'b\"c$(touch /tmp/never)`id`\\n \n#x\n# sensitive: Y\nexport Z='1'\n'\\''é\r\t!";

    readonly FakeSpacelift _spacelift = new();
    readonly PluginHarness<Exporting> _harness = new();

    public ExportedVariableTests() => _harness.Spacelift = _spacelift;

    public static TheoryData<string> Shells => ["dash", "bash", "bash --posix", "busybox ash"];

    string Workspace => Path.GetDirectoryName(_harness.ProjectRoot)!;

    string ExportFile => Path.Combine(Workspace, "plugins/.spaceforge/exports/my_exporter.sh");

    public void Dispose()
    {
        _harness.Dispose();
        _spacelift.Dispose();
    }

    [Theory]
    [MemberData(nameof(Shells))]
    [Attack("values of exported variables", "contain quotes, substitutions and line breaks", "later commands get them as they are")]
    public async Task A_value_arrives_as_it_is(string shell)
    {
        await ExportAsync(services =>
        {
            services.ExportVariable("FIRST", "replaced later");
            services.ExportVariable("HOSTILE", Hostile);
            services.ExportVariable("EMPTY", "");
        });
        await ExportAsync(services => services.ExportVariable("FIRST", "it's"));

        var outcome = await ReadAsync(shell, "printf '%s|%s|%s|%s|%s' \"$FIRST\" \"$HOSTILE\" \"${EMPTY-unset}\" \"${Z-unset}\" \"${spaceforge_exports-unset}\"");
        Assert.Equal($"it's|{Hostile}||unset|unset", outcome.ShouldExit(0).Output);
    }

    [Fact]
    public async Task A_sensitive_value_is_masked_by_later_hooks_too_and_only_the_user_can_read_it()
    {
        var outcome = await ExportAsync(services =>
        {
            services.ExportVariable("TOKEN", "hunter2-hunter2", sensitive: true);
            services.ExportVariable("REGION", "eu-west-1");
            services.Logger.Log(Microsoft.Extensions.Logging.LogLevel.Information, 0, services.Env["TOKEN"], null, (text, _) => text);
        });
        Assert.DoesNotContain("hunter2", outcome.Log, StringComparison.Ordinal);
        Assert.Contains("::add-mask hunter2-hunter2", outcome.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ExportFile));

        var later = await UseAsync(async services =>
        {
            await services.SendMarkdownAsync("It is hunter2-hunter2 in eu-west-1.");
        });
        Assert.Equal("It is ***** in eu-west-1.", later.Markdown[^1]);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Without_exports_the_lines_do_nothing(string shell) =>
        Assert.Equal("", (await ReadAsync(shell, "true")).ShouldExit(0) is var outcome ? outcome.Output + outcome.Error : "");

    [Theory]
    [InlineData("link")]
    [InlineData("folder link")]
    [InlineData("mode")]
    [InlineData("fifo")]
    [Attack("hooks of others", "put a link, a FIFO or a readable file in the place of exported variables", "the phase fails with the reason")]
    public async Task What_the_plugin_did_not_write_is_not_read(string kind)
    {
        await ExportAsync(services => services.ExportVariable("FIRST", "1"));
        var other = Path.Combine(Workspace, "other");
        await File.WriteAllTextAsync(other, "echo pwned\n", TestContext.Current.CancellationToken);
        if (kind == "mode") (await new CommandLine("chmod", "644", ExportFile).RunAsync()).ShouldExit(0);
        else if (kind == "folder link")
        {
            var folder = Path.GetDirectoryName(ExportFile)!;
            Directory.Move(folder, folder + "2");
            Directory.CreateSymbolicLink(folder, folder + "2");
        }
        else
        {
            File.Delete(ExportFile);
            if (kind == "link") File.CreateSymbolicLink(ExportFile, other);
            else (await new CommandLine("mkfifo", ExportFile).RunAsync()).ShouldExit(0);
        }

        var outcome = await ReadAsync("dash", "echo continued");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains("exports", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1A")]
    [InlineData("A-B")]
    [InlineData("")]
    [InlineData("A=B")]
    [InlineData("IFS")]
    [InlineData("LD_PRELOAD")]
    [InlineData("BASH_ENV")]
    [InlineData("SPACELIFT_API_TOKEN")]
    [InlineData("TF_VAR_spacelift_run_id")]
    public async Task Names_of_shells_and_of_the_platform_are_refused(string name)
    {
        var outcome = await UseAsync(services =>
        {
            services.ExportVariable(name, "x");
            return Task.CompletedTask;
        });
        Assert.Equal(1, outcome.ExitCode);
        Assert.False(File.Exists(ExportFile));
    }

    [Theory]
    [InlineData(200_000, 'a', "128 KiB")]
    [InlineData(1, '\0', "NUL")]
    [InlineData(1, '\uD800', "Unicode")]
    public async Task Values_that_no_variable_can_hold_are_refused(int length, char character, string reason)
    {
        var outcome = await UseAsync(services =>
        {
            services.ExportVariable("A", new string(character, length));
            return Task.CompletedTask;
        });
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(reason, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_does_not_say_so_cannot_export()
    {
        using var harness = new PluginHarness<Services.ServicesPlugin> { Spacelift = _spacelift };
        var outcome = await harness.UseAsync(
            (services, _) =>
            {
                services.ExportVariable("A", "b");
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        Assert.Contains("ExportsVariables => true", outcome.Log, StringComparison.Ordinal);
        Assert.Equal(1, outcome.ExitCode);
    }

    [Fact]
    public void Each_phase_reads_them_and_the_hook_s_own_phase_again_after_the_hook()
    {
        var launch = Launch();
        const string Line = ". /mnt/workspace/plugins/my_exporter/exports.sh";
        Assert.All(Spaceforge.Hooks.HookNames.All, phase => Assert.Equal(Line, launch.Before(phase)[^1]));
        Assert.Equal(Line, launch.After("before_init")[^1]);
        Assert.Empty(launch.After("before_plan"));
        Assert.Contains(launch.Files, file => file.Path == "/mnt/workspace/plugins/my_exporter/exports.sh");
    }

    Task<HookOutcome> UseAsync(Func<HookServices, Task> action) =>
        _harness.UseAsync((services, _) => action(services), TestContext.Current.CancellationToken);

    static WorkerLaunch Launch() =>
        WorkerLaunch.FromSource(PluginDefinition.Of(new Exporting(), typeof(Exporting)), new PluginSource("plugin.cs", []));

    async Task<HookOutcome> ExportAsync(Action<HookServices> action)
    {
        var outcome = await UseAsync(services =>
        {
            action(services);
            return Task.CompletedTask;
        });
        Assert.True(outcome.Succeeded, outcome.Log);
        return outcome;
    }

    /// <summary>A phase: what the manifest has for it, and a command.</summary>
    async Task<Outcome> ReadAsync(string shell, string command)
    {
        Needs.Program(shell.Split(' ')[0]);
        var launch = Launch();
        var script = launch.Files.Single(file => file.Path.EndsWith("/exports.sh", StringComparison.Ordinal));
        var place = Path.Combine(Workspace, "exports.sh");
        await File.WriteAllTextAsync(place, script.Content, TestContext.Current.CancellationToken);
        var line = launch.Before("before_apply")[^1].Replace(script.Path, place, StringComparison.Ordinal);
        string[] words = [.. shell.Split(' '), "-c", $"{line} && {command}"];
        return await new CommandLine(words[0], words[1..])
        {
            Variables = new Dictionary<string, string?> { ["TF_VAR_spacelift_workspace_root"] = Workspace },
        }.RunAsync();
    }

    sealed class Exporting : SpaceforgePlugin
    {
        public override string Name => "My Exporter";

        public override bool ExportsVariables => true;

        protected override Task BeforeInitAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
