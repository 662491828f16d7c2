using System.Text.Json.Nodes;

namespace Spaceforge.Simulation.Tests;

/// <summary>Runs of a repository with a <c>.spacelift/config.yml</c>.</summary>
public sealed class RuntimeConfigurationTests : IDisposable
{
    readonly Simulated _simulated = new();

    public RuntimeConfigurationTests() => _simulated.Write(new PluginManifest("one").Context(
        "one",
        JsonNode.Parse("""{"env": [{"key": "A", "value": "context"}, {"key": "E", "value": "context"}]}""")!.AsObject(),
        ("before_plan", "echo \"plugin before $A $B $E in ${PWD##*/}\""),
        ("after_plan", "echo plugin after")));

    public void Dispose() => _simulated.Dispose();

    void Repository(string config)
    {
        _simulated.Folder.Write("source/.spacelift/config.yml", config);
        _simulated.Folder.Write("source/infra/README", "");
    }

    [Fact]
    public async Task Its_hooks_are_inside_those_of_plugins_and_its_variables_win()
    {
        Repository(
            """
            version: 2
            stack_defaults:
              before_init: [echo defaults]
              environment: {A: defaults}
            stacks:
              s:
                before_plan: ['echo "own before $A $B"']
                after_plan: [echo own after]
                project_root: infra
                environment: {A: file, B: file}
            """);
        var result = await _simulated.RunAsync(0, "one.yaml", "--source", "source", "--stack", "s", "--env", "A=stack");
        Assert.Equal(
            ["defaults", "plugin before file file context in infra", "own before file file", "own after", "plugin after"], result.Log);
        var config = JsonNode.Parse(result.Json.GetRawText())!["runtime_config"]!;
        Assert.Equal(2, (int)config["version"]!);
        Assert.Equal(
            ["before_init stack_defaults", "before_plan stacks.s", "after_plan stacks.s", "environment stacks.s", "project_root stacks.s"],
            config["settings"]!.AsArray().Select(setting => $"{setting!["key"]} {setting["origin"]}"));
    }

    [Fact]
    public async Task A_label_switches_it_off()
    {
        Repository("stack_defaults: {before_init: [echo defaults]}");
        var result = await _simulated.RunAsync(
            0, "one.yaml", "--source", "source", "--labels", "feature:ignore_runtime_config");
        Assert.DoesNotContain("defaults", result.Log);
    }

    [Fact]
    public async Task One_that_is_not_valid_stops_the_run_before_it_begins()
    {
        Repository("stacks: {s: {before_init: {a: b}}}");
        var outcome = (await _simulated.Tool.RunAsync("simulate", "one.yaml", "--source", "source")).ShouldExit(2);
        Assert.Contains(".spacelift/config.yml:1:27: error: 'before_init' must be a list", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task A_link_in_its_place_is_not_followed()
    {
        Repository("");
        File.Delete(_simulated.Folder.PathOf("source/.spacelift/config.yml"));
        File.CreateSymbolicLink(_simulated.Folder.PathOf("source/.spacelift/config.yml"), "/dev/zero");
        var outcome = (await _simulated.Tool.RunAsync("simulate", "one.yaml", "--source", "source")).ShouldExit(2);
        Assert.Contains(".spacelift/config.yml", outcome.Error, StringComparison.Ordinal);
    }
}
