using System.Xml.Linq;

namespace Spaceforge.Simulation.Tests;

/// <summary><c>spaceforge test</c>: scenarios beside a manifest.</summary>
public sealed class ScenarioTests : IDisposable
{
    const string Good = """
        run:
          type: tracked
          environment: {WHO: world}
          files: {main.txt: of the source}
          commands:
            scanner: echo '{"high":2,"low":1}'
          phases: {apply: echo applied}
          policies: [../guard.rego]
        expect:
          state: FAILED
          exit_code: 1
          cause: ["Denied by the plan policy 'guard': bad", {not: "exit code"}]
          phases: {plan: passed, apply: skipped}
          exit_codes: {after_plan: 0}
          log: [hello world, {matches: "took [0-9.]+ s"}, {not: applied}, of the source]
          policy_inputs: {scan: {high: 2}}
          decisions: {PLAN: {outcome: deny, denials: [bad]}}
          files: {out.txt: data, none.txt: false}
        snapshot: true
        """;

    readonly Tool _tool = new();

    public ScenarioTests()
    {
        _tool.Folder.Write("plugin/plugin.yaml", new PluginManifest("one").Context(
            "one",
            ("after_plan", "scanner --json >scan.custom.spacelift.json"),
            ("after_plan", "cat main.txt && echo && echo \"took 0.$$ s; hello $WHO\" && echo data >out.txt")).ToString());
        _tool.Folder.Write("plugin/guard.rego", "package spacelift\n\ndeny contains \"bad\" if input.third_party_metadata.custom.scan.high > 1\n");
    }

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_scenario_passes_with_its_snapshot_which_update_writes()
    {
        _tool.Folder.Write("plugin/scenarios/good.yaml", Good);
        var without = (await _tool.RunAsync("test", "plugin")).ShouldExit(1);
        Assert.Contains("good.snapshot.json does not exist", without.Output, StringComparison.Ordinal);

        var updated = (await _tool.RunAsync("test", "plugin", "--update")).ShouldExit(0);
        Assert.Contains("Wrote good.snapshot.json", updated.Output, StringComparison.Ordinal);
        var snapshot = Read("plugin/scenarios/good.snapshot.json");
        Assert.Contains("took <duration>; hello world", snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain(_tool.Folder.Path, snapshot, StringComparison.Ordinal);

        // What the hooks print differs from run to run in what is left out.
        var passed = (await _tool.RunAsync("test", "plugin")).ShouldExit(0);
        Assert.Contains("1 passed, 0 failed, 0 skipped", passed.Output, StringComparison.Ordinal);
        _tool.Folder.Write("plugin/scenarios/good.snapshot.json", snapshot.Replace("hello world", "hello moon", StringComparison.Ordinal));
        var differs = (await _tool.RunAsync("test", "plugin")).ShouldExit(1).Output;
        Assert.Contains("  -             \"took <duration>; hello moon\"", differs, StringComparison.Ordinal);
        Assert.Contains("  +             \"took <duration>; hello world\"", differs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_differs_is_told_with_its_line_and_reported()
    {
        _tool.Folder.Write("plugin/scenarios/bad.yaml", """
            run:
              environment: {WHO: "\u001b[2J"}
              commands: {scanner: "echo '{\"high\": 1}'"}
              files: {main.txt: x}
            expect:
              state: FAILED
              exit_codes: {after_plan: 3}
              log: [hello moon]
              policy_inputs: {scan: {high: 2}}
              files: {out.txt: other, none.txt: true}
            """);
        _tool.Folder.Write("plugin/scenarios/later.yaml", "skip: not yet\nexpect: {state: FINISHED}\n");
        _tool.Folder.Write("plugin/scenarios/passes.yaml", "run: {phases: {plan: 'false'}}\nexpect: {state: FAILED}\n");
        var output = (await _tool.RunAsync(
            "test", "plugin/scenarios", "--junit", "junit.xml", "--trx", "results.trx", "--parallel", "2")).ShouldExit(1).Output;
        Assert.Equal(
            ["FAILED plugin/scenarios/bad.yaml", "SKIPPED plugin/scenarios/later.yaml: not yet", "PASSED plugin/scenarios/passes.yaml"],
            output.Split('\n').Where(line => line.Contains("plugin/scenarios/", StringComparison.Ordinal) && !line.StartsWith(' '))
                .Select(line => line.Split(" (")[0]));
        Assert.All(
            [
                "bad.yaml:6: state: expected \"FAILED\", found \"FINISHED\"", "bad.yaml:7: exit_codes.after_plan: expected 3, found 0",
                "bad.yaml:8: log: expected 'hello moon'", "bad.yaml:9: policy_inputs.scan.high: expected 2, found 1",
                "bad.yaml:10: files.out.txt: expected 'other'", "bad.yaml:10: files.none.txt: does not exist",
                "1 passed, 1 failed, 1 skipped",
            ],
            line => Assert.Contains(line, output, StringComparison.Ordinal));
        Assert.DoesNotContain("\u001b[2J", output, StringComparison.Ordinal);

        var junit = XDocument.Parse(Read("junit.xml")).Root!;
        Assert.Equal(
            ["3", "1", "1"], ((string[])["tests", "failures", "skipped"]).Select(name => junit.Attribute(name)!.Value));
        Assert.Contains("state: expected", junit.Descendants("failure").Single().Value, StringComparison.Ordinal);
        var trx = XDocument.Parse(Read("results.trx")).Root!;
        Assert.Equal(
            ["Failed", "NotExecuted", "Passed"],
            trx.Descendants().Where(item => item.Name.LocalName == "UnitTestResult").Select(item => item.Attribute("outcome")!.Value));
    }

    [Theory]
    [InlineData("expect: {stat: FINISHED}", "1:10: unknown key 'stat'. Did you mean state?")]
    [InlineData("run: {typ: tracked}\nexpect: {state: FINISHED}", "1:7: unknown key 'typ'. Did you mean type?")]
    [InlineData("expect: {state: [a]}", "1:17: 'expect.state' must be a string.")]
    [InlineData("run: {}", "a.yaml:1:1: nothing is expected")]
    [InlineData("- a", "a.yaml:1:1: a scenario is a mapping")]
    [InlineData("run: {type: other}\nexpect: {state: FINISHED}", "1:13: 'other': 'run.type' must be one of proposed, tracked")]
    [InlineData("run:\n  phases:\n    plann: x\nexpect: {state: FINISHED}", "3:5: 'plann': a phase is one of init, plan")]
    [InlineData("expect: {state: DONE}", "1:17: 'DONE': 'expect.state' must be one of FINISHED, FAILED")]
    [InlineData("run: {approvals: -1}\nexpect: {state: FINISHED}", "1:18: 'run.approvals' must not be negative.")]
    [InlineData("expect:\n  state: FINISHED\n  state: FAILED", "3:3: Duplicate key")]
    [InlineData("expect: {state: FINISHED", "Not valid YAML")]
    public async Task A_scenario_that_is_not_valid_is_refused_at_its_place(string text, string message)
    {
        _tool.Folder.Write("plugin/scenarios/a.yaml", text);
        _tool.Folder.Write("plugin/scenarios/b.yaml", "expect: {none: 1}");
        var error = (await _tool.RunAsync("test", "plugin")).ShouldExit(2).Error;
        Assert.Contains(message, error, StringComparison.Ordinal);
        // The mistakes of all files, not only those of the first.
        Assert.Contains("b.yaml:1:10: unknown key 'none'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_does_not_exist_is_named()
    {
        _tool.Folder.Write("plugin/scenarios/a.yaml", "plugin: none.yaml\nexpect: {state: FINISHED}");
        Assert.Contains(
            "the plugin 'none.yaml' does not exist", (await _tool.RunAsync("test", "plugin")).ShouldExit(2).Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run: {source: /etc}\nexpect: {state: FINISHED}", "must be relative to the scenario")]
    [InlineData("run: {files: {../../x: a}}\nexpect: {state: FINISHED}", "is outside the source")]
    [InlineData("run: {commands: {a/b: a}}\nexpect: {state: FINISHED}", "is not the name of a program")]
    [InlineData("run: {policies: [none.rego]}\nexpect: {state: FINISHED}", "there was no run")]
    [InlineData("run: {phases: {plan: 'true'}}\nexpect: {log: [{matches: '('}]}", "is not a valid regular expression")]
    public async Task What_a_scenario_cannot_ask_for_fails_it(string text, string message)
    {
        _tool.Folder.Write("plugin/scenarios/a.yaml", text);
        Assert.Contains(message, (await _tool.RunAsync("test", "plugin")).ShouldExit(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_manifest_has_scenarios_and_links_are_not_followed()
    {
        File.Copy(
            Repository.PathOf("tests", "Spaceforge.Simulation.Tests", "Manifests", "python-sdk.yaml"),
            _tool.Folder.PathOf("plugin", "python.yaml"));
        _tool.Folder.Write("plugin/scenarios/python.yaml", "plugin: ../python.yaml\nrun: {final_state: STOPPED}\nexpect: {exit_code: 3, state: STOPPED}\n");
        File.CreateSymbolicLink(_tool.Folder.PathOf("plugin", "scenarios", "link.yaml"), "/etc/passwd");
        var output = (await _tool.RunAsync("test", "plugin")).Output;
        Assert.Contains("scenarios/python.yaml", output, StringComparison.Ordinal);
        Assert.DoesNotContain("link.yaml", output, StringComparison.Ordinal);
    }

    string Read(string name) => File.ReadAllText(_tool.Folder.PathOf(name.Split('/')));

    [Fact]
    public async Task The_schema_of_editors_accepts_what_the_reader_does()
    {
        using var parsers = new ForeignParsers();
        var schema = _tool.Folder.Write("schema.json", (await _tool.RunAsync("schema", "--scenario")).ShouldExit(0).Output);
        var template = await File.ReadAllTextAsync(
            Repository.PathOf("src", "Spaceforge.Templates", "plugin", "scenarios", "deletes-too-much.yaml"),
            TestContext.Current.CancellationToken);
        var errors = parsers.Validate([Good, template, "expect: {stat: FINISHED}"], schema);
        Assert.Empty(errors[0]!.AsArray());
        Assert.Empty(errors[1]!.AsArray());
        Assert.NotEmpty(errors[2]!.AsArray());
    }
}
