using System.Text.Json;

namespace Spaceforge.Simulation.Tests;

/// <summary>The report in a real browser.</summary>
public sealed class ReportTests : IDisposable
{
    // A run that injects scripts into every text it controls.
    const string Markdown = """
        # Findings

        | what | count |
        | :--- | ---: |
        | low | 2 |

        <details>
        <summary>More</summary>

        Folded text

        </details>

        [good](https://example.com/) [bad](javascript:window.ran=1) <javascript:window.ran=1> ![picture](https://example.com/p.png)

        <script>window.ran = 1</script> <img src=x onerror="window.ran=1"> <iframe src="https://example.com/"></iframe>

        <style>body { display: none }</style>
        """;

    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Theory]
    [InlineData("light", 1200, "rgb(255, 255, 255)")]
    [InlineData("dark", 1200, "rgb(18, 21, 27)")]
    [InlineData("light", 390, "rgb(255, 255, 255)")]
    [InlineData("dark", 390, "rgb(18, 21, 27)")]
    public async Task It_works_in_Chromium_and_runs_nothing_of_others(string scheme, int width, string background)
    {
        var seen = await LookAsync(scheme, width);

        Assert.Empty(Texts(seen, "console"));
        Assert.Empty(Texts(seen, "requests"));
        Assert.Equal((0, 0, 0), (Number(seen, "dialogs"), Number(seen, "scripts"), Number(seen, "elements")));
        Assert.Equal("FAILED", Text(seen, "state"));
        Assert.Equal(background, Text(seen, "background"));
        Assert.False(seen.GetProperty("overflows").GetBoolean());

        Assert.StartsWith("Simulated TESTING run of 2001-09-09 01:46:40 UTC, ", Text(seen, "about"), StringComparison.Ordinal);
        Assert.Equal("apply failed with exit code 1 and printed nothing.", Text(seen, "cause"));
        Assert.Equal("apply", Text(seen, "focused"));
        Assert.Equal(["hook", "the phase's own command", "failed or killed", "whole phase"], Texts(seen, "legend"));
        Assert.Equal(["key", "*****", "variable SECRET", "region", "<b>eu</b>", "default"], Texts(seen, "parameters"));
        Assert.Empty(Texts(seen, "wrapped"));
        Assert.Equal(["source/scan.custom.spacelift.json"], Texts(seen, "files"));
        Assert.Equal(["1 file of the plugins' launcher, 2 bytes", "1 file of Terraform and the plan, 3 bytes"], Texts(seen, "folded"));
        Assert.Equal(["Launcher::add-mask *****[SpaceForge] Running hook: before_plan"], Texts(seen, "launcher"));

        Assert.Equal("init", Texts(seen, "rows")[0]);
        Assert.Contains("before_init · <img src=x onerror=window.ran=1>", Texts(seen, "rows"));
        var bars = seen.GetProperty("bars").EnumerateArray().ToArray();
        // The slow hook sleeps as long as the rest takes; bars do not overlap.
        var slow = bars.Single(bar => Text(bar, "name") == "before_plan · <img src=x onerror=window.ran=1>");
        Assert.InRange(slow.GetProperty("width").GetDouble(), 0.1, 0.99);
        Assert.Equal(bars.Select(Left).Order(), bars.Select(Left));

        Assert.Equal(["apply"], Texts(seen, "open"));
        Assert.Equal(["before_init", "apply"], Texts(seen, "afterClick"));
        Assert.Equal(0, Number(seen, "closed"));
        Assert.Contains("</script><script>window.ran=1</script>", Text(seen, "logs"), StringComparison.Ordinal);
        Assert.NotEqual("rgb(0, 0, 0)", Text(seen, "colour"));
        Assert.Equal("1 line", Text(seen, "hits"));
        Assert.Equal(["before_plan"], Texts(seen, "found"));
        Assert.Equal(["needle"], Texts(seen, "marked"));
        Assert.Equal(8, Number(seen, "all"));

        Assert.Equal(["Findings"], Texts(seen, "headings"));
        Assert.Equal(["https://example.com/", "https://example.com/p.png"], Texts(seen, "links"));
        Assert.Contains("<script>window.ran = 1</script>", Text(seen, "output"), StringComparison.Ordinal);
        Assert.Contains("\"</script><b>\"", Text(seen, "tree"), StringComparison.Ordinal);
        Assert.DoesNotContain("</script><b>", Text(seen, "treeAfterClick"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("light", 1200)]
    [InlineData("dark", 1200)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task Policies_are_shown_in_Chromium_and_run_nothing(string scheme, int width)
    {
        const string attack = "</script><script>window.ran=1</script><img src=x onerror=window.ran=1>";
        _simulated.Write(new PluginManifest("one").Policy(attack, "PLAN", "REGO_V1", $$$"""
            package spacelift

            # {{{attack}}}
            deny contains sprintf("{{{attack}}} %s", [found]) if {
              found := input.third_party_metadata.custom.scan["{{{attack}}}"]
            }

            warn contains "never" if input.spacelift.run.type == "TRACKED"
            """).Policy("tell", "NOTIFICATION", "REGO_V1", $$$"""
            package spacelift

            webhook contains {"endpoint_id": "{{{attack}}}", "payload": {"{{{attack}}}": "{{{attack}}}"}} if {
              input.run_updated.state == "FAILED"
            }
            """).Context("one", ("after_plan", $$$"""echo '{"{{{attack}}}": "a {{{attack}}} value"}' >scan.custom.spacelift.json""")));
        await _simulated.RunAsync(1, "one.yaml", "--report", "report.html");
        var look = await new CommandLine("node", Repository.PathOf("tests", "Spaceforge.Simulation.Tests", "Browser", "policies.mjs"),
            _simulated.Folder.PathOf("report.html"), scheme, $"{width}").RunAsync();
        var seen = JsonElement.Parse(look.ShouldExit(0).Output);

        Assert.Empty(Texts(seen, "console"));
        Assert.Empty(Texts(seen, "requests"));
        Assert.Equal((0, 0, 0), (Number(seen, "dialogs"), Number(seen, "scripts"), Number(seen, "elements")));
        Assert.False(seen.GetProperty("overflows").GetBoolean());
        Assert.Contains("The run was denied by plan policy.", Text(seen, "about"), StringComparison.Ordinal);
        Assert.Equal(6, Texts(seen, "summaries").Length);
        Assert.Equal(["PLAN in the state PLANNING: deny", "NOTIFICATION in the state FAILED: send"], Texts(seen, "open"));
        Assert.Equal(0, Number(seen, "before"));
        Assert.Contains($"denied: {attack} a {attack} value", Text(seen, "lists"), StringComparison.Ordinal);
        Assert.Contains(Texts(seen, "fired"), fired => fired.StartsWith($"deny {attack} a {attack} value", StringComparison.Ordinal)
            && fired.Contains($"found: \"a {attack} value\"", StringComparison.Ordinal));
        Assert.Contains($"{attack}: \"{attack}\"", Texts(seen, "sent")[0], StringComparison.Ordinal);
        Assert.Contains(Texts(seen, "covered"), line => line.Contains("found := input", StringComparison.Ordinal));
        Assert.Contains(Texts(seen, "uncovered"), line => line.Contains("warn contains", StringComparison.Ordinal));
        Assert.Contains($"{attack}: \"a {attack} value\"", Text(seen, "inputs"), StringComparison.Ordinal);
        Assert.Contains("\"PROPOSED\"", Text(seen, "inputs"), StringComparison.Ordinal);
        Assert.Equal(
            scheme == "light" ? ["rgb(26, 127, 75)", "rgb(192, 50, 43)"] : ["rgb(76, 195, 138)", "rgb(255, 123, 114)"],
            Texts(seen, "colours"));
    }

    async Task<JsonElement> LookAsync(string scheme, int width)
    {
        _simulated.Folder.Write("output.md", Markdown);
        _simulated.Tool.Variables["SECRET"] = "hidden-value";
        _simulated.Tool.Variables["SOURCE_DATE_EPOCH"] = "1000000000";
        _simulated.Write(new PluginManifest("<img src=x onerror=window.ran=1>") { FileName = "one" }
            .Parameter("key", sensitive: true).Parameter("region", @default: "<b>eu</b>").Context("<b>one</b>",
            ("before_init", """printf '\033[31mred\033[0m </script><script>window.ran=1</script> <img src=x onerror=window.ran=1>\n'"""),
            ("before_plan", "echo '::add-mask one-word'; echo '[SpaceForge] Running hook: before_plan'; sleep 1; echo 'a needle'"),
            ("after_plan", "mkdir -p ../plugins/.spaceforge .terraform; echo 1 >../plugins/.spaceforge/a; echo 12 >.terraform/b"),
            ("after_plan", "echo '{\"list\": [1, {\"text\": \"</script><b>\"}]}' >scan.custom.spacelift.json"),
            ("after_run", Upload(_simulated.Folder.PathOf("output.md")))));
        // The policy input is read after a successful plan phase, so the failure comes later.
        await _simulated.RunAsync(1, "one.yaml", "--report", "report.html", "--param-env", "key=SECRET", "--run-type",
            "testing", "--phase", "apply=false", "--env", "SPACELIFT_SKIP_DESTROYING=1");
        var look = await new CommandLine("node", Repository.PathOf("tests", "Spaceforge.Simulation.Tests", "Browser", "look.mjs"),
            _simulated.Folder.PathOf("report.html"), scheme, $"{width}").RunAsync();
        return JsonElement.Parse(look.ShouldExit(0).Output);
    }

    static string Upload(string file) => $$"""
        server=${TF_VAR_spacelift_graphql_endpoint%/graphql}
        url=$(curl -s -H "Authorization: Bearer $SPACELIFT_API_TOKEN" -d '{"plugin_name":"one"}' "$server/worker/plugin_logs_url" | sed 's/.*"url":"\([^"]*\)".*/\1/')
        curl -sf -X PUT -H 'x-fake-signed: one' -H 'Content-Type: text/markdown' --data-binary '@{{file}}' "$url"
        """;

    static double Left(JsonElement bar) => bar.GetProperty("left").GetDouble();

    static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    static int Number(JsonElement item, string name) => item.GetProperty(name).GetInt32();

    static string[] Texts(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
