using System.Text.Json.Nodes;

namespace Spaceforge.Simulation.Tests;

/// <summary>Parameters, variables, mounted files and masking.</summary>
public sealed class InstallationTests : IDisposable
{
    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    static JsonObject With(string json) => JsonNode.Parse(json)!.AsObject();

    [Fact]
    public async Task Parameters_reach_hooks_through_variables()
    {
        _simulated.Write(new PluginManifest("one").Parameter("key", sensitive: true).Parameter("size", "number", @default: 4).Context(
            "one",
            With(
                """{"env": [{"key": "KEY", "value_from_parameter": "key"}, {"key": "SIZE", "value_from_parameter": "size"}, {"key": "BOTH", "value": "${SIZE}-${STACK}-${nobody}"}]}"""),
            ("before_init", "printf '%s' \"$KEY\" | tr a-z A-Z; echo; echo \"$KEY $SIZE $BOTH\"")));
        var result = await _simulated.RunAsync(0, "one.yaml", "--param", "key=hidden-value", "--env", "STACK=s");
        Assert.Equal(["HIDDEN-VALUE", "***** 4 4-s-${nobody}"], result.Log);
        Assert.DoesNotContain("hidden-value", _simulated.Last.Output + result.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The parameter 'key' of one is required and has no value. Use --param key=VALUE, or export KEY.")]
    [InlineData("--param other: unknown parameter; the plugin has key, size.", "--param", "other=1", "--param", "key=k")]
    [InlineData("The parameter 'size' (size) has the value 'big'; it must be a number.", "--param", "key=k", "--param", "size=big")]
    [InlineData("--param needs ID=VALUE", "--param", "key")]
    [InlineData("--param key: the parameter is set more than once.", "--param", "key=k", "--param", "key=l")]
    [InlineData("--param-env: the environment variable 'NOT_THERE' is not set.", "--param-env", "key=NOT_THERE")]
    [InlineData("--phase: unknown phase 'deploy'", "--phase", "deploy=x")]
    [InlineData("--source: folder 'nowhere' not found.", "--source", "nowhere")]
    [InlineData("--project-root: '../up' is outside the source", "--project-root", "../up")]
    [InlineData("--silence-limit: 'soon' is not a duration", "--silence-limit", "soon")]
    [InlineData("--final-state: 'DONE' is not a final state", "--final-state", "DONE")]
    [InlineData("--api-data: file 'none.json' not found.", "--api-data", "none.json")]
    public async Task What_is_given_wrongly_is_named(string message, params string[] arguments)
    {
        _simulated.Write(new PluginManifest("one").Parameter("key").Parameter("size", "number", @default: 4)
            .Context("one", ("before_init", "echo never")));
        var outcome = (await _simulated.Tool.RunAsync(["simulate", "one.yaml", .. arguments])).ShouldExit(2);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("never", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_come_from_options_then_variables_then_defaults()
    {
        _simulated.Folder.Write("token", "of a file\n");
        _simulated.Write(new PluginManifest("one").Parameter("secret_key", sensitive: true).Parameter("from_file", sensitive: true)
            .Parameter("own", @default: "o").Parameter("upper", @default: "u").Parameter("fixed", @default: "f").Context(
                "one",
                With("""
                    {"env": [{"key": "A", "value_from_parameter": "secret_key"}, {"key": "B", "value_from_parameter": "from_file"},
                    {"key": "C_OWN", "value_from_parameter": "own"}, {"key": "D", "value_from_parameter": "upper"},
                    {"key": "E", "value_from_parameter": "fixed"}]}
                    """),
                ("before_init", "printf '%s\\n' \"$A|$B\" | tr a-z A-Z; echo \"$C_OWN $D $E\"")));
        foreach (var (name, value) in ((string, string)[])
        [
            ("TOKEN", "hidden-value"), ("C_OWN", "c"), ("OWN", "not this"), ("UPPER", "d"), ("FIXED", "not this"),
            ("SOURCE_DATE_EPOCH", "1"),
        ])
        {
            _simulated.Tool.Variables[name] = value;
        }

        var result = await _simulated.RunAsync(
            0, "one.yaml", "--param-env", "secret_key=TOKEN", "--param-file", "one/from_file=token", "--param", "fixed=e",
            "--report", "report.html");
        Assert.Equal(["HIDDEN-VALUE|OF A FILE", "c d e"], result.Log);
        Assert.Equal("1970-01-01T00:00:01Z", result.Json.GetProperty("date").GetString());
        Assert.Equal(
            ["secret_key= variable TOKEN", "from_file= file token", "own=c variable C_OWN", "upper=d variable UPPER", "fixed=e --param"],
            result.Json.GetProperty("parameters").EnumerateArray().Select(parameter =>
                $"{parameter.GetProperty("id")}={parameter.GetProperty("value")} {parameter.GetProperty("origin")}"));
        var report = await File.ReadAllTextAsync(_simulated.Folder.PathOf("report.html"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("hidden-value", result.Json.GetRawText() + report + _simulated.Last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sensitive_parameter_is_never_asked_for_on_the_command_line()
    {
        _simulated.Write(new PluginManifest("one").Parameter("key", sensitive: true).Context("one", ("before_init", "echo never")));
        var outcome = (await _simulated.Tool.RunAsync("simulate", "one.yaml")).ShouldExit(2);
        Assert.Equal(
            "error: The parameter 'key' of one is required and has no value. Use --param-env key=VARIABLE, or export KEY.\n", outcome.Error);
    }

    [Fact]
    public async Task A_parameter_whose_id_is_a_UUID_is_set_by_its_name()
    {
        var python = Repository.PathOf("tests", "Spaceforge.Simulation.Tests", "Manifests", "python-sdk.yaml");
        _simulated.Tool.Variables["SECRET"] = "hidden-value";
        Assert.EndsWith(
            "Use --param-env 'Hook secret'=VARIABLE.\n", (await _simulated.Tool.RunAsync("simulate", python)).ShouldExit(2).Error,
            StringComparison.Ordinal);
        var result = await _simulated.RunAsync(0, python, "--param-env", "Hook secret=SECRET", "--param", "Shell Lint/Mode=loose");
        Assert.Contains("mode loose", result.Log);
    }

    [Theory]
    [InlineData("--plan-json")]
    [InlineData("--api-data")]
    [Attack("repository", "a FIFO in place of the plan or of the API's answers that simulate is given", "it is refused, and not waited for")]
    public async Task A_FIFO_is_not_waited_for(string option)
    {
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", "echo never")));
        (await new CommandLine("mkfifo", _simulated.Folder.PathOf("given.json")).RunAsync()).ShouldExit(0);
        var outcome = (await _simulated.Tool.RunAsync("simulate", "one.yaml", option, "given.json")).ShouldExit(2);
        Assert.Contains("given.json' cannot be read: it is not a regular file.", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"env": [{"key": "A", "value_from_parameter": "nokey"}]}""", "one.yaml:1:", "error SF0305: Unknown parameter 'nokey'")]
    [InlineData("""{"env": [{"key": "A", "value": "x\ny"}]}""", "one.yaml:1:", "error SF0306: The value has a line break")]
    [InlineData("""{"env": [{"key": "A"}]}""", "one.yaml:1:", "error SF0303: It has no value")]
    [InlineData("""{"mounted_files": [{"path": "/etc/passwd", "content": ""}]}""",
        "one.yaml:1:", "error SF0501: The path is not a file in the workspace")]
    [InlineData("""{"mounted_files": [{"path": "a/../../b", "content": ""}]}""", "one.yaml:1:",
        "error SF0501: The path is not a file in the workspace")]
    [InlineData("""{"mounted_files": {}}""", "one.yaml:1:", "error SF1106: 'mounted_files' of a context must be a list")]
    public async Task What_the_account_would_refuse_is_reported_with_its_location(string context, string place, string message)
    {
        _simulated.Write(new PluginManifest("one").Context("one", With(context)));
        var outcome = (await _simulated.Tool.RunAsync("simulate", "one.yaml")).ShouldExit(2);
        Assert.Contains(place, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_a_manifest_is_refused_with_its_location()
    {
        _simulated.Folder.Write("bad.yaml", "name: x\n  version: [\n");
        Assert.Contains("bad.yaml:2:10: error SF1101: ",
            (await _simulated.Tool.RunAsync("simulate", "bad.yaml")).ShouldExit(2).Error, StringComparison.Ordinal);
        _simulated.Folder.Write("bad.yaml", "name: x\nparameters: no\n");
        var error = (await _simulated.Tool.RunAsync("simulate", "bad.yaml")).ShouldExit(2).Error;
        Assert.Contains("A manifest needs 'version'.", error, StringComparison.Ordinal);
        Assert.Contains(
            "bad.yaml:2:13: error SF1106: 'parameters' of a manifest must be a list, not a string.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mounted_files_go_into_the_workspace_and_over_the_source()
    {
        _simulated.Folder.Write("stack/sub/clash", "of the stack");
        _simulated.Write(new PluginManifest("one").Context(
            "one",
            With(
                """{"mounted_files": [{"path": "/mnt/workspace/a b/deep", "content": "absolute"}, {"path": "source/sub/clash", "content": "of the plugin"}]}"""),
            ("before_init", "cat '/mnt/workspace/a b/deep'; echo; cat clash; echo; pwd; echo \"$TF_VAR_spacelift_stack_labels $TF_VAR_spacelift_stack_labels_list\"")));
        var result = await _simulated.RunAsync(0, "one.yaml", "--source", "stack", "--project-root", "sub", "--labels", "x,y");
        Assert.Equal(["absolute", "of the plugin", "/mnt/workspace/source/sub", """x,y ["x", "y"]"""], result.Log);
        Assert.Equal("of the stack", await File.ReadAllTextAsync(
            _simulated.Folder.PathOf("stack", "sub", "clash"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_reported()
    {
        _simulated.Write(new PluginManifest("one")
            .Context("one", new JsonObject
            {
                ["mounted_files"] = new JsonArray(
                new JsonObject { ["path"] = "big", ["content"] = new string('x', 2_000_001) })
            }));
        Assert.Contains("error SF0502: The file has 2000001 bytes, but the platform accepts at most 2000000",
            (await _simulated.RunAsync(0, "one.yaml")).Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masks_of_a_log_and_sensitive_values_are_hidden_everywhere()
    {
        _simulated.Write(new PluginManifest("one").Context(
            "one",
            With(
                """{"env": [{"key": "A", "value": "first-secret", "sensitive": true}], "mounted_files": [{"path": "f", "content": "third-secret", "sensitive": true}]}"""),
            ("before_init", "echo '::add-mask second-secret fourth-secret'; echo \"$A second-secret fourth-secret $SPACELIFT_API_TOKEN $(cat /mnt/workspace/f)\""),
            ("after_plan", "echo '{\"found\": \"second-secret\"}' >scan.custom.spacelift.json")));
        var result = await _simulated.RunAsync(0, "one.yaml", "--report", "report.html");
        Assert.Equal("***** ***** ***** ***** *****", result.Log[1]);
        Assert.Equal("*****", result.Json.GetProperty("policy_input").GetProperty("scan").GetProperty("found").GetString());
        var report = await File.ReadAllTextAsync(_simulated.Folder.PathOf("report.html"), TestContext.Current.CancellationToken);
        // Hook commands are in the manifest, which contains no secret except the one from this test.
        foreach (var secret in (string[])["first-secret", "third-secret"])
        {
            Assert.DoesNotContain(secret, report + _simulated.Last.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Variables_of_stages_are_there_in_their_stage_only()
    {
        const string Show = "echo \"${A:-} ${B:-}\"";
        _simulated.Write(new PluginManifest("one").Context(
            "one", With("""{"env": [{"key": "ro_A", "value": "read"}, {"key": "wo_B", "value": "write"}]}"""),
            ("before_plan", Show), ("before_apply", Show), ("before_destroy", Show)));
        Assert.Equal(["read ", " write", "read "], (await _simulated.RunAsync(0, "one.yaml", "--run-type", "testing")).Log);
    }
}
