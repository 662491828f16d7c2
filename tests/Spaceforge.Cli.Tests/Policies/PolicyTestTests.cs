using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Spaceforge.Cli.Tests.Policies;

/// <summary><c>spaceforge policy test</c>.</summary>
public sealed class PolicyTestTests : IDisposable
{
    const string Authz = """
        package authz

        default allow := false

        allow if {
        	input.path == ["users"]
        	input.method == "POST"
        }

        allow if "admin" in input.roles
        """;

    const string Tests = """
        package authz_test

        import data.authz

        test_post if authz.allow with input as {"path": ["users"], "method": "POST"}

        test_sum if {
        	x := 1
        	y := 2
        	z := 3
        	x == y + z
        }

        test_loop if {
        	some x in [1, 2]
        	print("looking at", x)
        	x > data.limits.n
        }

        todo_test_later if false

        test_cases[note] if {
        	some note, tc in {
        		"one": {"a": 1, "b": 1},
        		"two": {"a": 2, "b": 3},
        	}
        	tc.a == tc.b
        }

        test_broken if f(1) == 1

        f(x) := 1 if x > 0

        f(x) := 2 if x > 0

        test_twice if true

        test_twice if 1 == 2
        """;

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Failures_have_the_line_and_the_values()
    {
        Write();
        var outcome = (await _tool.RunAsync("policy", "test", ".")).ShouldExit(2);

        Assert.Equal("""
            FAILURES
            --------------------------------------------------------------------------------
            data.authz_test.test_sum: FAIL (ms)

              authz_test.rego:11:
                x == y + z
                |    |   |
                |    |   3
                |    2
                1

            data.authz_test.test_loop: FAIL (ms)

              authz_test.rego:17:
                x > data.limits.n
                |
                2

            data.authz_test.test_cases: FAIL (ms)

              two: FAIL

                authz_test.rego:27:
                  tc.a == tc.b
                  |
                  {"a": 2, "b": 3}

            data.authz_test.test_twice#01: FAIL (ms)

              authz_test.rego:38:
                1 == 2

            SUMMARY
            --------------------------------------------------------------------------------
            authz_test.rego:
            data.authz_test.test_sum: FAIL (ms)
            data.authz_test.test_loop: FAIL (ms)

              looking at 1
              looking at 2

            data.authz_test.todo_test_later: SKIPPED
            data.authz_test.test_cases: FAIL (ms)
              two: FAIL
            data.authz_test.test_broken: ERROR (ms)
              authz_test.rego:34: eval_conflict_error: functions must not produce multiple outputs for same inputs
            data.authz_test.test_twice#01: FAIL (ms)
            --------------------------------------------------------------------------------
            PASS: 3/9
            FAIL: 4/9
            SKIPPED: 1/9
            ERROR: 1/9

            """, Times(outcome.Output));
        Assert.Equal("", outcome.Error);
    }

    [Fact]
    public async Task A_filter_takes_tests_by_their_full_names()
    {
        Write();
        var outcome = (await _tool.RunAsync("policy", "test", ".", "--filter", @"authz_test\.test_post$", "-v")).ShouldExit(0);
        Assert.Equal($"authz_test.rego:\ndata.authz_test.test_post: PASS (ms)\n{new string('-', 80)}\nPASS: 1/1\n", Times(outcome.Output));

        Assert.Equal("No tests match the filter.\n", (await _tool.RunAsync("policy", "test", ".", "-r", "nothing")).ShouldExit(0).Error);
        (await _tool.RunAsync("policy", "test", ".", "-r", "nothing", "--fail-on-empty")).ShouldExit(1);
    }

    [Fact]
    public async Task Skipped_tests_fail_unless_they_are_fine()
    {
        Write();
        (await _tool.RunAsync("policy", "test", ".", "-r", "later|post")).ShouldExit(2);
        (await _tool.RunAsync("policy", "test", ".", "-r", "later|post", "-z")).ShouldExit(0);
    }

    [Fact]
    public async Task Scripts_get_what_opa_writes()
    {
        Write();
        var results = JsonNode.Parse((await _tool.RunAsync("policy", "test", ".", "--format", "json")).ShouldExit(2).Output)!.AsArray();
        JsonNode Of(string name) => results.Single(result => (string?)result!["name"] == name)!;

        Assert.Equal("""{"file":"authz_test.rego","row":7,"col":1}""", Of("test_sum")["location"]!.ToJsonString());
        Assert.Equal("data.authz_test", (string?)Of("test_sum")["package"]);
        Assert.True((bool?)Of("test_sum")["fail"]);
        Assert.Null(Of("test_post")["fail"]);
        Assert.True((bool?)Of("todo_test_later")["skip"]);
        Assert.Equal("eval_conflict_error", (string?)Of("test_broken")["error"]!["code"]);
        Assert.Equal("looking at 1\nlooking at 2\n", Encoding.UTF8.GetString(Convert.FromBase64String((string)Of("test_loop")["output"]!)));
        Assert.True((bool?)Of("test_cases")["sub_results"]!["two"]!["fail"]);
        Assert.Equal("""{"name":"one"}""", Of("test_cases")["sub_results"]!["one"]!.ToJsonString());
        Assert.Equal("""{"x":1,"y":2,"z":3}""", Of("test_sum")["failed_at"]!["values"]!.ToJsonString());
    }

    [Fact]
    public async Task A_CI_system_gets_JUnit()
    {
        Write();
        _tool.Folder.Write("b_test.rego", "package b_test\n\ntest_control if print(\"a\\u0001<&>]]>\", 1) == \"\\u0007\"\n"
            .Replace("print(\"a\\u0001<&>]]>\", 1) ==", "{ print(\"a\\u0001<&>]]>\"); input.x ==", StringComparison.Ordinal)
            .Replace("\\u0007\"\n", "\\u0007\" }\n", StringComparison.Ordinal));
        var xml = XDocument.Parse((await _tool.RunAsync("policy", "test", ".", "--format", "junit")).ShouldExit(2).Output).Root!;

        Assert.Equal(("testsuites", "10", "5", "1", "1"), (xml.Name.LocalName, Value(xml, "tests"), Value(xml, "failures"),
            Value(xml, "errors"), Value(xml, "skipped")));
        Assert.Equal(["authz_test.rego", "b_test.rego"], xml.Elements("testsuite").Select(suite => Value(suite, "name")).Order());
        var cases = xml.Descendants("testcase").ToDictionary(test => Value(test, "name"));
        Assert.Contains("|    2", cases["test_sum"].Element("failure")!.Value, StringComparison.Ordinal);
        Assert.NotNull(cases["test_cases/two"].Element("failure"));
        Assert.Empty(cases["test_cases/one"].Elements());
        Assert.NotNull(cases["todo_test_later"].Element("skipped"));
        Assert.NotNull(cases["test_broken"].Element("error"));
        Assert.Equal("a\uFFFD<&>]]>\n", cases["test_control"].Element("system-out")!.Value);
        Assert.Equal("data.authz_test", Value(cases["test_post"], "classname"));
    }

    [Fact]
    public async Task A_workflow_gets_commands()
    {
        _tool.Folder.Write("a,b:%_test.rego",
            "package a_test\n\ntest_x if {\n\tprint(\"::set-output name=x::50%\")\n\tinput.x == \"::error::\"\n}\n");
        Assert.Equal(
            "::error file=a%2Cb%3A%25_test.rego,line=5,col=2,title=data.a_test.test_x%3A FAIL::a,b:%25_test.rego:5:%0A"
            + "  input.x == \"::error::\"%0A%0A  \\u003a:set-output name=x::50%25\n0 passed, 1 failed, 0 skipped, 0 errors\n",
            (await _tool.RunAsync("policy", "test", ".", "--format", "github")).ShouldExit(2).Output);
    }

    [Fact]
    public async Task What_a_test_prints_steers_nothing()
    {
        _tool.Folder.Write("a_test.rego", "package a_test\n\ntest_x if {\n\tprint(\"\\u001b]0;x\\u0007::set-env name=A::b\")\n"
            + "\tprint(\"::error::x\")\n\tfalse\n}\n");
        var output = (await _tool.RunAsync("policy", "test", ".")).ShouldExit(2).Output;
        Assert.DoesNotContain('\e', output);
        Assert.DoesNotContain("\n  ::", output, StringComparison.Ordinal);
        Assert.Contains("\\u003a:error::x", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_names_the_lines_that_no_test_reached()
    {
        _tool.Folder.Write("authz.rego", Authz);
        _tool.Folder.Write("authz_test.rego", "package authz_test\n\nimport data.authz\n\n"
            + "test_x if not authz.allow with input as {\"path\": [\"users\"], \"method\": \"GET\"}\n");
        var text = (await _tool.RunAsync("policy", "test", ".", "--coverage")).ShouldExit(0).Output;
        Assert.Equal($"PASS: 1/1\n\nCOVERAGE\n{new string('-', 80)}\n"
            + "authz.rego: 80%, not covered: 5\nauthz_test.rego: 100%\nCoverage: 83.33%\n", text);

        var report = JsonNode.Parse((await _tool.RunAsync("policy", "test", ".", "--coverage", "-f", "json")).ShouldExit(0).Output)!;
        Assert.Equal("""[{"start":{"row":5},"end":{"row":5}}]""", report["files"]!["authz.rego"]!["not_covered"]!.ToJsonString());
        Assert.Equal((5, 1, 83.33), ((int)report["covered_lines"]!, (int)report["not_covered_lines"]!, (double)report["coverage"]!));

        Assert.Equal("error: Coverage is 83.33%, below the threshold of 90%.\n",
            (await _tool.RunAsync("policy", "test", ".", "--threshold", "90")).ShouldExit(2).Error);
        (await _tool.RunAsync("policy", "test", ".", "--threshold", "80")).ShouldExit(0);
    }

    [Fact]
    public async Task Errors_of_policies_have_their_places_and_no_test_runs()
    {
        _tool.Folder.Write("a.rego", "package a\n\np if {\n\tx == 1\n}\n");
        _tool.Folder.Write("b/c.rego", "package b\n\np := [\n");
        var outcome = (await _tool.RunAsync("policy", "test", ".")).ShouldExit(1);
        Assert.StartsWith("b/c.rego:", outcome.Error, StringComparison.Ordinal);
        File.Delete(_tool.Folder.PathOf("b", "c.rego"));

        outcome = (await _tool.RunAsync("policy", "test", ".")).ShouldExit(1);
        Assert.Equal("", outcome.Output);
        Assert.Contains("a.rego:4:2: rego_unsafe_var_error: var x is unsafe", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_syntax_is_read_where_it_is_asked_for()
    {
        _tool.Folder.Write("a_test.rego", "package a\n\ntest_x { true }\n");
        var error = (await _tool.RunAsync("policy", "test", ".")).ShouldExit(1).Error;
        Assert.Contains("a_test.rego:3:", error, StringComparison.Ordinal);
        Assert.Contains("use --v0-compatible", error, StringComparison.Ordinal);
        Assert.Equal("PASS: 1/1\n", (await _tool.RunAsync("policy", "test", ".", "--v0-compatible")).ShouldExit(0).Output);
    }

    [Fact]
    public async Task Each_policy_of_Spacelift_stands_alone_with_its_own_tests()
    {
        // Together they would conflict: two values of one rule, and a helper of two kinds.
        _tool.Folder.Write("one.rego", "package spacelift\n\nhelper := 1\n\ndeny[\"one\"] { input.x == helper }\n");
        _tool.Folder.Write("one_test.rego", "package spacelift\n\ntest_deny { count(deny) == 1 with input as {\"x\": 1} }\n");
        _tool.Folder.Write("one.yml", "name: one\ntype: PLAN\n");
        _tool.Folder.Write("two.rego",
            "package spacelift\n\nimport rego.v1\n\nhelper := 2\n\ndeny contains \"two\" if input.x == helper\n");
        _tool.Folder.Write("two_test.rego", "package spacelift_test\n\nimport data.spacelift\n\n"
            + "test_deny if spacelift.deny == {\"two\"} with input as {\"x\": 2}\n");
        _tool.Folder.Write("two.yml", "name: two\ntype: PLAN\n");
        Assert.Equal("PASS: 2/2\n", (await _tool.RunAsync("policy", "test", ".")).ShouldExit(0).Output);
    }

    [Fact]
    public async Task Data_lies_below_the_folders_of_its_files()
    {
        _tool.Folder.Write("in/a_test.rego",
            "package a\n\ntest_x if data.one.two == {\"n\": 1, \"m\": [2]}\n\ntest_y if data.top == true\n");
        _tool.Folder.Write("in/one/two/data.json", """{"n": 1}""");
        _tool.Folder.Write("in/one/two/other.yaml", "m:\n  - 2\n");
        _tool.Folder.Write("in/top.json", """{"top": true}""");
        Assert.Equal("PASS: 2/2\n", (await _tool.RunAsync("policy", "test", "in")).ShouldExit(0).Output);

        _tool.Folder.Write("in/one/two/again.json", """{"n": 2}""");
        Assert.Equal("error: in/one/two/data.json: data.one.two.n has a value from another file already.\n",
            (await _tool.RunAsync("policy", "test", "in")).ShouldExit(1).Error);
        (await _tool.RunAsync("policy", "test", "in", "--ignore", "again.json")).ShouldExit(0);
    }

    [Theory]
    [InlineData("[1, 2", "data.json: ")]
    [InlineData("[1, 2]", "data.json: top-level data must be an object, not a list.")]
    [InlineData("(deep)", "data.json: ")]
    public async Task Data_that_is_none_is_refused(string text, string message)
    {
        _tool.Folder.Write("a_test.rego", "package a\n\ntest_x if true\n");
        _tool.Folder.Write("data.json", text == "(deep)" ? new string('[', 100_000) : text);
        Assert.Contains(message, (await _tool.RunAsync("policy", "test", ".")).ShouldExit(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_pipes_and_devices_in_folders_are_left_out()
    {
        _tool.Folder.Write("outside.rego", "package b\n\ntest_outside if true\n");
        _tool.Folder.Write("in/a_test.rego", "package a\n\ntest_x if true\n");
        File.CreateSymbolicLink(_tool.Folder.PathOf("in", "link.rego"), "../outside.rego");
        Directory.CreateSymbolicLink(_tool.Folder.PathOf("in", "folder"), "/");
        (await new CommandLine("mkfifo", _tool.Folder.PathOf("in", "pipe.rego")).RunAsync()).ShouldExit(0);

        var outcome = (await _tool.RunAsync("policy", "test", "in", "-v")).ShouldExit(0);
        Assert.DoesNotContain("outside", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("PASS: 1/1", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("in/link.rego is not a regular file and was skipped.\nin/pipe.rego is not a regular file and was skipped.\n",
            outcome.Error);
        Assert.Contains("pipe.rego", (await _tool.RunAsync("policy", "test", "in/pipe.rego")).ShouldExit(1).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_without_end_is_ended_and_the_others_run()
    {
        _tool.Folder.Write("a_test.rego", "package a\n\ntest_endless if {\n\tsome i in numbers.range(1, 100000)\n"
            + "\tsome j in numbers.range(1, 100000)\n\ti + j == -1\n}\n\ntest_x if true\n");
        var outcome = (await _tool.RunAsync("policy", "test", ".")).ShouldExit(2);
        Assert.Contains("data.a.test_endless: ERROR", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("PASS: 1/2", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "PATH", "policy", "test")]
    [InlineData(2, "--filter:", "policy", "test", ".", "--filter", "(")]
    [InlineData(2, "takes too long", "policy", "test", ".", "--filter", "^(([a-z._])+.)+[A-Z]$")]
    [InlineData(2, "percentage", "policy", "test", ".", "--threshold", "101")]
    [InlineData(2, "Unknown value 'xml'", "policy", "test", ".", "--format", "xml")]
    [InlineData(2, "--frmat", "policy", "test", ".", "--frmat")]
    [InlineData(1, "'none.rego' does not exist", "policy", "test", "none.rego")]
    public async Task A_usage_error_is_reported(int exitCode, string message, params string[] arguments)
    {
        _tool.Folder.Write("a_test.rego", $"package a\n\ntest_{new string('a', 200)} if true\n");
        Assert.Contains(message, (await _tool.RunAsync(arguments)).ShouldExit(exitCode).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_runs_again_after_a_save_by_rename_and_ends_by_a_signal()
    {
        _tool.Folder.Write("a_test.rego", "package a\n\ntest_x if true\n");
        using var process = _tool.Command("policy", "test", ".", "--watch").Start();
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(line);
        process.ErrorDataReceived += (_, line) => Append(line);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await Wait.UntilAsync(() => Said("PASS: 1/1") && Said("Watching"), "the first run");
            _tool.Folder.Write("a_test.rego~", "package a\n\ntest_x if true\n\ntest_y if 1 == 2\n");
            File.Move(_tool.Folder.PathOf("a_test.rego~"), _tool.Folder.PathOf("a_test.rego"), overwrite: true);
            await Wait.UntilAsync(() => Said("FAIL: 1/2"), "the run after a save");
            File.Delete(_tool.Folder.PathOf("a_test.rego"));
            await Wait.UntilAsync(() => Said("No tests found"), "the run after the file is gone");
        }
        finally
        {
            (await new CommandLine("kill", "-INT", $"{process.Id}").RunAsync()).ShouldExit(0);
        }

        await Wait.ForAsync(process.WaitForExitAsync(TestContext.Current.CancellationToken), "the end after a signal");
        Assert.Equal(130, process.ExitCode);

        void Append(DataReceivedEventArgs line)
        {
            lock (output) output.AppendLine(line.Data);
        }

        bool Said(string text)
        {
            lock (output) return output.ToString().Contains(text, StringComparison.Ordinal);
        }
    }

    static string Value(XElement element, string name) => element.Attribute(name)!.Value;

    static string Times(string output) => System.Text.RegularExpressions.Regex.Replace(output, @"\([0-9.]+ms\)", "(ms)");

    void Write()
    {
        _tool.Folder.Write("authz.rego", Authz);
        _tool.Folder.Write("authz_test.rego", Tests);
        _tool.Folder.Write("limits/data.json", """{"n": 5}""");
    }
}
