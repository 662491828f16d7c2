using System.Security.Cryptography;
using Spaceforge.Hooks;
using Spaceforge.Launching;
using Spaceforge.Model;
using Spaceforge.Sources;

namespace Spaceforge.Tests.Launching;

/// <summary>Which commands a manifest has around those of the author.</summary>
public sealed class WorkerLaunchTests
{
    const string Folder = "/mnt/workspace/plugins/launched";

    static readonly Binary Tool = new(
        "tool")
    { Arm64 = new("https://example.com/arm", new string('A', 64)), Amd64 = "https://example.com/$x" };

    [Fact]
    public void A_binary_is_installed_again_where_a_new_container_may_have_lost_it()
    {
        var launch = WorkerLaunch.FromSource(Definition(new Applying()), new PluginSource("plugin.cs", []));
        var install = $"sh {Folder}/install.sh tool amd64 'https://example.com/$x' - arm64 https://example.com/arm {new string('a', 64)}";
        Assert.Equal([$"mkdir -p {Folder} /mnt/workspace/plugins/plugin_binaries", install], launch.Before("before_init"));
        Assert.Equal([install], launch.Before("before_apply"));
        // Its raw command in after_destroy needs the binary as well.
        Assert.Equal([install], launch.Before("before_destroy"));
        Assert.Empty(launch.Before("before_perform"));
        Assert.All(HookNames.All.Except(["before_init", "before_apply", "before_destroy"]), phase => Assert.Empty(launch.Before(phase)));
    }

    [Fact]
    public void After_run_has_its_binaries_in_every_type_of_run()
    {
        var launch = WorkerLaunch.FromSource(Definition(new AfterRun()), new PluginSource("plugin.cs", []));
        Assert.All((string[])["before_apply", "before_perform", "before_destroy"], phase => Assert.Single(launch.Before(phase)));
    }

    [Fact]
    public void An_executable_is_named_by_plugin_and_version_and_no_source_is_mounted()
    {
        var launch = WorkerLaunch.FromExecutable(
            Definition(new Applying()), new Binary("launched-1.0.0") { Amd64 = new("https://example.com/e", new string('0', 64)) });
        Assert.Equal([$"{Folder}/launch.sh", $"{Folder}/install.sh"], launch.Files.Select(file => file.Path));
        Assert.Equal([$"sh {Folder}/launch.sh after_apply native launched-1.0.0 amd64 https://example.com/e {new string('0', 64)}"],
            launch.After("after_apply"));
        Assert.Empty(launch.After("before_apply"));
    }

    [Fact]
    public void The_version_that_a_binary_must_have_is_passed_on()
    {
        var launch = WorkerLaunch.FromSource(Definition(new Versioned()), new PluginSource("plugin.cs", []));
        Assert.Equal($"sh {Folder}/install.sh --at-least 1.5 'version -s' tool amd64 https://example.com/x -", launch.Before("before_init")[^1]);
    }

    [Theory]
    [InlineData("before_init", "")]
    [InlineData("after_plan", "")]
    [InlineData("before_apply", "before_apply")]
    [InlineData("after_apply", "before_apply")]
    [InlineData("before_perform", "before_perform")]
    [InlineData("after_perform", "before_perform")]
    [InlineData("before_destroy", "before_destroy")]
    [InlineData("after_destroy", "before_destroy")]
    [InlineData("after_run", "before_apply before_perform before_destroy")]
    public void Commands_of_a_context_have_the_binaries_in_a_new_container(string phase, string installing)
    {
        var launch = WorkerLaunch.FromSource(
            Definition(new TestPlugin
            {
                DeclaredBinaries = [Tool],
                DeclaredContexts =
                    [new("c") { Hooks = new(new Dictionary<string, IReadOnlyList<string>> { [phase] = ["tool"] }) }, new("other")],
            }),
            new PluginSource("plugin.cs", []));

        Assert.Equal(
            installing, string.Join(' ', HookNames.All.Where(name => name != "before_init" && launch.Before(name).Count > 0)));
        Assert.Equal(2, launch.Before("before_init").Count);
    }

    [Fact]
    public void What_a_plugin_exports_is_set_in_each_phase_of_each_shell()
    {
        var launch = WorkerLaunch.FromSource(Definition(new Exporting()), new PluginSource("my plugin.cs", []));

        Assert.Equal(
            [$"mkdir -p {Folder} /mnt/workspace/plugins/plugin_binaries", $". {Folder}/exports.sh"], launch.Before("before_init"));
        Assert.All(HookNames.All.Except(["before_init"]), phase => Assert.Equal([$". {Folder}/exports.sh"], launch.Before(phase)));
        Assert.Equal(
            [$"sh {Folder}/launch.sh after_plan source 'my plugin.cs'", $". {Folder}/exports.sh"], launch.After("after_plan"));
        Assert.All(HookNames.All.Where(phase => phase != "after_plan"), phase => Assert.Empty(launch.After(phase)));
        Assert.Equal([$"{Folder}/launch.sh", $"{Folder}/install.sh", $"{Folder}/exports.sh"], launch.Files.Select(file => file.Path));
        Assert.Contains("/exports/launched.sh\n", launch.Files[2].Content, StringComparison.Ordinal);
        Assert.All(launch.Files, file => Assert.DoesNotContain("@PLUGIN@", file.Content, StringComparison.Ordinal));
    }

    [Fact]
    public void A_portable_plugin_has_its_source_and_its_parts()
    {
        var launch = WorkerLaunch.FromPortable(
            Definition(new Applying()), Source, new PortableProgram("my plugin.dll", [1], [2], "source 0\n"));

        Assert.Equal(
            [$"sh {Folder}/launch.sh after_apply portable 'my plugin.dll' {Sha256(1)} 1 {Sha256(2)} 1"], launch.After("after_apply"));
        Assert.Equal(
            [
                "launch.sh", "install.sh", "payload.sh", "plugin.cs", "lib/a.cs", "payload/origin",
                "payload/packages.1", "payload/program.1",
            ],
            Paths(launch));
        Assert.Equal(["class P;", "class A;", "source 0\n", "AQ==", "Ag=="], launch.Files.Skip(3).Select(file => file.Content));
    }

    [Fact]
    public void Embedded_executables_have_their_parts_for_each_architecture()
    {
        var launch = WorkerLaunch.FromEmbedded(
            Definition(new Applying()), Source, [new EmbeddedExecutable("amd64", [1]), new EmbeddedExecutable("arm64", [2])]);

        Assert.Equal(
            [$"sh {Folder}/launch.sh after_apply embedded launched-1.0.0 amd64 {Sha256(1)} 1 arm64 {Sha256(2)} 1"],
            launch.After("after_apply"));
        Assert.Equal(
            ["launch.sh", "install.sh", "payload.sh", "plugin.cs", "lib/a.cs", "payload/amd64.1", "payload/arm64.1"], Paths(launch));
    }

    static PluginSource Source => new("plugin.cs", [new SourceFile("plugin.cs", "class P;"), new SourceFile("lib/a.cs", "class A;")]);

    static string Sha256(byte content) => Convert.ToHexStringLower(SHA256.HashData([content]));

    static IEnumerable<string> Paths(WorkerLaunch launch) => launch.Files.Select(file => file.Path[(Folder.Length + 1)..]);

    static PluginDefinition Definition(SpaceforgePlugin plugin) => PluginDefinition.Of(plugin, plugin.GetType());

    class Launched : SpaceforgePlugin
    {
        public override string Name => "launched";

        public override IReadOnlyList<Binary> Binaries => [Tool];
    }

    sealed class Applying : Launched
    {
        public override IReadOnlyList<Context> Contexts =>
            [new("launched") { Description = "Main", Hooks = new() { AfterDestroy = ["tool"] } }];

        protected override Task AfterApplyAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    sealed class Versioned : Launched
    {
        public override IReadOnlyList<Binary> Binaries =>
            [new("tool") { Amd64 = "https://example.com/x", AtLeast = "1.5", VersionCommand = "version -s" }];
    }

    sealed class Exporting : SpaceforgePlugin
    {
        public override string Name => "launched";

        public override bool ExportsVariables => true;

        protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    sealed class AfterRun : Launched
    {
        protected override Task AfterRunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
