using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Tests.Policies;

/// <summary><c>spaceforge policy check</c> and <c>spaceforge policy eval</c>.</summary>
public sealed class PolicyEvalTests : IDisposable
{
    const string Body = """
        package spacelift

        deny contains msg if {
        	some change in input.terraform.resource_changes
        	"delete" in change.change.actions
        	msg := sprintf("%s would be deleted", [change.address])
        }

        warn contains "sanitized" if sanitized("mysql") == "eae35047"

        sample := true
        """;

    const string Manifest = """
        name: x
        version: 1.0.0
        description: d
        author: a
        policies:
          - name_prefix: guard
            type: PLAN
            engine_type: REGO_V1
            body: |
              package spacelift

              deny contains msg if {
                some change in input.terraform.resource_changes
                "delete" in change.change.actions
                msg := sprintf("%s would be deleted", [change.address])
              }
        """;

    readonly Tool _tool = new();

    static string Inputs => Repository.PathOf("tests", "specification", "policies");

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_denial_has_its_rule_its_line_and_its_values()
    {
        _tool.Folder.Write("plan.rego", Body);
        _tool.Folder.Write("input.json", """
            {"terraform": {"resource_changes": [{"address": "a.b", "change": {"actions": ["delete"]}}]},
             "spacelift": {"run": {"type": "TRACKED"}, "stack": {"autodeploy": true}}}
            """);
        var text = (await _tool.RunAsync("policy", "eval", "plan.rego", "--type", "PLAN", "--input", "input.json", "--explain"))
            .ShouldExit(0).Output;

        Assert.StartsWith("PLAN: deny\n  denied: a.b would be deleted\n  warned: sanitized\n", text, StringComparison.Ordinal);
        Assert.Contains("deny \"a.b would be deleted\" at plan.rego:3:1\n", text, StringComparison.Ordinal);
        Assert.Contains("The state of the run is FAILED.", text, StringComparison.Ordinal);
        Assert.Contains("  +    4 \tsome change in", text.Replace("\\u0009", "\t", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);

        var json = JsonNode.Parse((await _tool.RunAsync("policy", "eval", "plan.rego", "--type", "plan", "-i", "input.json", "--json"))
            .ShouldExit(0).Output)!;
        Assert.Equal(("PLAN", "deny", "FAILED"), ((string?)json["type"], (string?)json["outcome"], (string?)json["state"]));
        Assert.Equal("""["a.b would be deleted"]""", json["denials"]!.ToJsonString());
        var fired = json["policies"]![0]!["fired"]![0]!;
        Assert.Equal(("deny", 3), ((string?)fired["rule"], (int)fired["line"]!));
        Assert.True((bool)json["policies"]![0]!["sampled"]!);
    }

    [Theory]
    [InlineData("{\n\"run\": {\"id\": 1,\n\"id\": 2}}", "'input.json', line 3: duplicate key 'id'.")]
    [InlineData("{\"run\": 1,\n\"\\u0072un\": 2}", "'input.json', line 2: duplicate key 'run'.")]
    [InlineData("{\"run\": {},\n}", "'input.json' is not valid JSON: line 2, byte 1: a comma after the last item.")]
    [InlineData("{}\n{}", "'input.json' is not valid JSON: line 2, byte 1: '{' is invalid after a single JSON value.")]
    [InlineData("{\n\"run\": [", "'input.json' is not valid JSON: line 2, byte 9: it ends in the middle of a list or an object.")]
    [InlineData("\n", "'input.json' is not valid JSON: it is empty.")]
    public async Task A_mistake_in_the_input_has_its_line(string input, string message)
    {
        _tool.Folder.Write("plan.rego", Body);
        _tool.Folder.Write("input.json", input);
        var run = await _tool.RunAsync("policy", "eval", "plan.rego", "--type", "PLAN", "--input", "input.json");
        Assert.Equal($"error: --input: {message}\n", run.ShouldExit(2).Error);
    }

    [Fact]
    public async Task Files_are_named_by_links_and_never_by_nothing()
    {
        _tool.Folder.Write("guard.rego", Body);
        _tool.Folder.Write("plan.json", """{"format_version": "1.2", "resource_changes": []}""");
        File.CreateSymbolicLink(_tool.Folder.PathOf("link.rego"), "guard.rego");
        File.CreateSymbolicLink(_tool.Folder.PathOf("link.json"), "plan.json");
        (await _tool.RunAsync("policy", "check", "link.rego", "--type", "PLAN")).ShouldExit(0);
        (await _tool.RunAsync("policy", "input", "--type", "PLAN", "--plan-json", "link.json")).ShouldExit(0);

        var nothing = "error: '' does not exist.\n";
        Assert.Equal(nothing, (await _tool.RunAsync("policy", "check", "")).ShouldExit(1).Error);
        Assert.Equal(nothing, (await _tool.RunAsync("policy", "test", "")).ShouldExit(1).Error);
        Assert.Contains("--input: '' does not exist", (await _tool.RunAsync(
            "policy", "eval", "guard.rego", "--type", "PLAN", "--input", "")).ShouldExit(2).Error, StringComparison.Ordinal);
        Assert.Contains("--plan-json: '' does not exist", (await _tool.RunAsync(
            "policy", "input", "--type", "PLAN", "--plan-json", "")).ShouldExit(2).Error, StringComparison.Ordinal);
        Assert.Contains("Manifest '' not found", (await _tool.RunAsync("validate", "")).ShouldExit(2).Error, StringComparison.Ordinal);
        Assert.Contains("duplicate key 'x'", (await _tool.RunAsync(
            "policy", "input", "--type", "PLAN", "--plan-json", "plan.json", "--param", """a={"x": 1, "x": 2}""")).ShouldExit(2).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_of_a_manifest_have_its_lines()
    {
        _tool.Folder.Write("plugin.yaml", Manifest);
        _tool.Folder.Write("input.json", """{"terraform": {"resource_changes": [{"address": "a", "change": {"actions": ["delete"]}}]}}""");
        Assert.Contains("deny \"a would be deleted\" at plugin.yaml:12:7\n",
            (await _tool.RunAsync("policy", "eval", "--input", "input.json")).ShouldExit(0).Output, StringComparison.Ordinal);
        Assert.Contains("it has 'guard'",
            (await _tool.RunAsync("policy", "eval", "-i", "input.json", "--name", "x")).ShouldExit(2).Error, StringComparison.Ordinal);

        Assert.Equal("", (await _tool.RunAsync("policy", "check", "plugin.yaml")).ShouldExit(0).Output);
        _tool.Folder.Write("plugin.yaml", Manifest.Replace("msg := sprintf(", "msg := nothing(", StringComparison.Ordinal));
        Assert.StartsWith("plugin.yaml:15:16: error SF0707: ",
            (await _tool.RunAsync("policy", "check", ".")).ShouldExit(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_in_a_manifest_are_at_their_characters_in_quoted_text_too()
    {
        const string Body = "    body: \"package spacelift\\n\\nimport rego.v1\\n\\ndeny contains nothing(1) if true\\n\"\n";
        _tool.Folder.Write("plugin.yaml",
            $"{Manifest.TrimEnd()}\n  - name_prefix: other\n    type: PLAN\n    engine_type: REGO_V1\n    labels: []\n{Body}");
        var output = (await _tool.RunAsync("policy", "check", "plugin.yaml")).ShouldExit(1).Output;
        var column = Body.IndexOf("nothing", StringComparison.Ordinal) + 1;
        Assert.Matches($@"(?m)^plugin\.yaml:\d+:{column}: error SF0707: ", output);
    }

    [Fact]
    public async Task A_policy_of_a_manifest_has_its_tests_beside_it_and_the_definitions_in_front()
    {
        _tool.Folder.Write("plugin.yaml", Manifest);
        _tool.Folder.Write("policies/guard_test.rego", "package spacelift\n\nimport rego.v1\n\n"
            + "test_quiet if count(result.deny) == 0 with input as {}\n\n"
            + "test_hash if sanitized(\"mysql\") == \"eae35047\"\n");
        Assert.Equal("PASS: 2/2\n", (await _tool.RunAsync("policy", "test", ".")).ShouldExit(0).Output);
        Assert.Equal("PASS: 2/2\n", (await _tool.RunAsync("policy", "test", "plugin.yaml")).ShouldExit(0).Output);
    }

    [Fact]
    public async Task Every_input_of_the_reference_is_taken()
    {
        _tool.Folder.Write("push.rego", "package spacelift\n\ntrack if input.push.branch == input.stack.branch\n");
        foreach (var (name, outcome) in ((string, string)[])[("push.tracked-branch", "track"), ("push.feature-branch", "ignore")])
        {
            Assert.StartsWith($"PUSH: {outcome}\n", (await _tool.RunAsync("policy", "eval", "push.rego", "--type", "GIT_PUSH", "--input",
                Path.Combine(Inputs, $"{name}.json"))).ShouldExit(0).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Findings_have_their_places()
    {
        _tool.Folder.Write("a.rego", "package spacelift\n\ndeny := true\n");
        _tool.Folder.Write("b.rego", "package spacelift\n\ndeny[\"x\"] { time.now_ns() > 1 }\n");
        var outcome = (await _tool.RunAsync("policy", "check", ".", "--type", "PLAN")).ShouldExit(1);
        Assert.Matches(@"^a\.rego:3:\d+: error SF0709: .*\nb\.rego:3:\d+: error SF0708: ", outcome.Output);

        // Of no known type: the rules suggest whose definitions it uses.
        _tool.Folder.Write("c.rego", "package spacelift\n\ndeny contains r.address if some r in deleted_resources\n");
        Assert.Equal("", (await _tool.RunAsync("policy", "check", "c.rego")).ShouldExit(0).Output);

        var findings = JsonNode.Parse(
            (await _tool.RunAsync("policy", "check", "a.rego", "--type", "PLAN", "--json")).ShouldExit(1).Output)!;
        Assert.Equal(("a.rego", 3, "error", "SF0709"), ((string?)findings[0]!["file"], (int)findings[0]!["line"]!,
            (string?)findings[0]!["severity"], (string?)findings[0]!["code"]));
    }

    [Fact]
    public async Task A_policy_that_cannot_be_evaluated_is_never_a_permission()
    {
        _tool.Folder.Write(
            "a.rego", "package spacelift\n\nimport rego.v1\n\nx := 1 if input.a\n\nx := 2 if input.a\n\ndeny contains \"d\" if x == 3\n");
        var outcome = (await (_tool.Command("policy", "eval", "a.rego", "--type", "PLAN", "--input", "-")
            with
        { Input = """{"a": true}""" })
            .RunAsync()).ShouldExit(1);
        Assert.StartsWith("PLAN: error\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_policies_steer_nothing()
    {
        _tool.Folder.Write("a.rego", "package spacelift\n\nimport rego.v1\n\ndeny contains \"\\u001b]0;x\\u0007\\n::error::x\"\n");
        var outcome = (await (_tool.Command("policy", "eval", "a.rego", "--type", "PLAN", "--input", "-") with { Input = "{}" })
            .RunAsync()).ShouldExit(0);
        Assert.DoesNotContain('\e', outcome.Output);
        Assert.DoesNotContain("\n::", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name the type with --type", "policy", "eval", "a.rego", "-i", "in.json")]
    [InlineData("Unknown type 'PLN'", "policy", "eval", "a.rego", "-i", "in.json", "--type", "PLN")]
    [InlineData("does not exist", "policy", "eval", "a.rego", "-i", "none.json", "--type", "PLAN")]
    [InlineData("is not valid JSON", "policy", "eval", "a.rego", "-i", "a.rego", "--type", "PLAN")]
    [InlineData("is not valid JSON", "policy", "eval", "a.rego", "-i", "deep.json", "--type", "PLAN")]
    [InlineData("'list.json' must be a JSON object, as all inputs of Spacelift are; it is a list.",
        "policy", "eval", "a.rego", "-i", "list.json", "--type", "PLAN")]
    [InlineData("--input", "policy", "eval", "a.rego")]
    [InlineData("PATH", "policy", "check")]
    public async Task A_usage_error_is_reported(string message, params string[] arguments)
    {
        _tool.Folder.Write("a.rego", "package spacelift\n");
        _tool.Folder.Write("in.json", "{}");
        _tool.Folder.Write("list.json", "[]");
        _tool.Folder.Write("deep.json", new string('[', 100_000));
        Assert.Contains(message, (await _tool.RunAsync(arguments)).ShouldExit(2).Error, StringComparison.Ordinal);
    }
}
