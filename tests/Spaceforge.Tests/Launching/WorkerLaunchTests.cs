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

    [Theory]
    [InlineData("1.0 beta")]
    [InlineData("1.0+3")]
    public void A_version_that_cannot_be_in_a_file_name_is_named(string version) =>
        Assert.Contains($"'{version}'", Assert.Throws<Spaceforge.UsageException>(
            () => NativeExecutable.NameOf("My Plugin", version)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_version_that_a_binary_must_have_is_passed_on()
    {
        var launch = WorkerLaunch.FromSource(Definition(new Versioned()), new PluginSource("plugin.cs", []));
        Assert.Equal($"sh {Folder}/install.sh --at-least 1.5 'version -s' tool amd64 https://example.com/x -", launch.Before("before_init")[^1]);
    }

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

    sealed class AfterRun : Launched
    {
        protected override Task AfterRunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
