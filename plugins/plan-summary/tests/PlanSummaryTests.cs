using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>What plan-summary makes of plans.</summary>
public sealed partial class PlanSummaryTests : IDisposable
{
    readonly PluginHarness<PlanSummary> _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task What_cannot_be_undone_comes_first_and_is_marked()
    {
        var report = await ReportAsync(Change("a.new", "create"), Change("a.same", "no-op"), Change("a.left", "forget"), Change("data.a.b", "read"), Change("a.old", "delete"), Change("a.swapped", "create\",\"delete"), Change("a.odd", "defer"), Change("a.changed", "update"));
        AssertInOrder(report, "| **🔴 Delete** | 1 |", "| **🟠 Replace** | 1 |", "| 🟣 Forget | 1 |", "| 🟡 Update | 1 |", "| 🟢 Create | 1 |", "| 🔵 Read | 1 |", "| ⚪ Other | 1 |", "| Unchanged | 1 |");
        AssertInOrder(report, "## Changes", "| **🔴 Delete** | `a.old` |", "| **🟠 Replace** | `a.swapped` |", "`a.left`", "`a.changed`", "`a.new`", "`data.a.b`", "`a.odd`");
        Assert.DoesNotContain("a.same", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_forces_a_replacement_is_named()
    {
        var report = await ReportAsync(
            """{"address":"a.b","action_reason":"replace_because_cannot_update","change":{"actions":["delete","create"],"replace_paths":[["disk",0,"size"],["zone"]]}}""",
            """{"address":"a.c","action_reason":"replace_because_tainted","change":{"actions":["delete","create"]}}""",
            """{"address":"a.d","action_reason":"delete_because_no_resource_config","change":{"actions":["delete"]}}""");
        Assert.Contains("| `a.b` | forced by `disk[0].size`, `zone` |", report, StringComparison.Ordinal);
        Assert.Contains("| `a.c` | tainted |", report, StringComparison.Ordinal);
        Assert.Contains("| `a.d` | no resource config |", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_names_attributes_and_no_values()
    {
        var report = await ReportAsync("""
            {"address":"a.b","change":{"actions":["update"],"before":{"password":"hunter1","tags":{"a":1},"same":[1],"gone":true},"after":{"password":"hunter2","tags":{"a":2},"same":[1]},"after_unknown":{"id":true,"same":[false]},"after_sensitive":{"password":true}}}
            """);
        Assert.Contains("| `a.b` | `gone`, `id`, `password`, `tags` |", report, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_attributes_are_counted()
    {
        var values = string.Join(',', Enumerable.Range(0, 10).Select(number => $"\"a{number}\":1"));
        Assert.Contains("`a5` and 4 more |", await ReportAsync($$$"""{"address":"a.b","change":{"actions":["update"],"before":{},"after":{ {{{values}}} } } }"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_are_shown_before_and_after_but_not_sensitive_ones()
    {
        var report = await PlanAsync("""
            "output_changes":{
              "url":{"actions":["update"],"before":"http://old","after":"http://new","after_unknown":false,"before_sensitive":false,"after_sensitive":false},
              "later":{"actions":["create"],"before":null,"after_unknown":true,"before_sensitive":false,"after_sensitive":false},
              "list":{"actions":["delete"],"before":[1,"two"],"after":null,"after_unknown":false,"before_sensitive":false,"after_sensitive":false},
              "token":{"actions":["create"],"before":null,"after":"hunter1","after_unknown":false,"before_sensitive":true,"after_sensitive":true},
              "revealed":{"actions":["update"],"before":"hunter2","after":"hunter2","after_unknown":false,"before_sensitive":true,"after_sensitive":false},
              "partly":{"actions":["update"],"before":{"a":1},"after":{"a":1,"b":["hunter3"]},"after_unknown":false,"before_sensitive":{},"after_sensitive":{"b":[true]}},
              "same":{"actions":["no-op"],"before":1,"after":1}},
            "resource_changes":[]
            """);
        Assert.Contains("| `url` | `http://old` | `http://new` |", report, StringComparison.Ordinal);
        Assert.Contains("| `later` |  | *known after apply* |", report, StringComparison.Ordinal);
        Assert.Contains("""| `list` | `[1,"two"]` |  |""", report, StringComparison.Ordinal);
        Assert.Contains("| `token` |  | *sensitive* |", report, StringComparison.Ordinal);
        Assert.Contains("| `revealed` | *sensitive* | *sensitive* |", report, StringComparison.Ordinal);
        Assert.Contains("| `partly` | *sensitive* | *sensitive* |", report, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", report, StringComparison.Ordinal);
        Assert.DoesNotContain("`same`", report, StringComparison.Ordinal);
        Assert.Contains("No resource changes", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_moves_imports_and_deposed_objects_are_shown()
    {
        var report = await PlanAsync("""
            "resource_drift":[
              {"address":"a.gone","change":{"actions":["delete"]}},
              {"address":"a.drifted","change":{"actions":["update"],"before":{"size":1},"after":{"size":2}}},
              {"address":"a.quiet","change":{"actions":["no-op"]}}],
            "resource_changes":[
              {"address":"a.here","previous_address":"a.there","change":{"actions":["no-op"]}},
              {"address":"a.taken","change":{"actions":["no-op"],"importing":{"id":"i-1"}}},
              {"address":"a.known","change":{"actions":["update"],"importing":{"identity":{"name":"n"}}}},
              {"address":"a.b","deposed":"0b1c","change":{"actions":["delete"]}}]
            """);
        AssertInOrder(report, "## Changed outside of Terraform", "| `a.gone` | deleted |", "| `a.drifted` | `size` |", "## Moved", "| `a.there` | `a.here` |", "## Imported", "| `a.taken` | `i-1` |", """| `a.known` | `{"name":"n"}` |""");
        Assert.Contains("| `a.b` (deposed 0b1c) |", report, StringComparison.Ordinal);
        Assert.DoesNotContain("a.quiet", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_plan_is_grouped_by_type_and_module_and_cut()
    {
        var actions = (string[])["create", "delete", "update", "delete\",\"create", "no-op"];
        var outcome = await RunAsync(Plan(Enumerable.Range(0, 5_000).Select(number => $$"""
            {"address":"module.m[\"{{number % 7}}\"].t{{number % 80}}.x[{{number}}]","module_address":"module.m[\"a]b{{number % 7}}\"].module.n[0]","type":"t{{number % 80}}","change":{"actions":["{{actions[number % 5]}}"]} }
            """)));
        var report = outcome.Markdown[^1];
        AssertInOrder(report, "| **🔴 Delete** | 1,000 |", "## By type and module", "| `t1` | `module.m.module.n` | 63 |", "… and 14 more.", "## Changes", "… and 3,900 more.");
        Assert.Equal(100, Rows().Count(report[report.IndexOf("## Changes", StringComparison.Ordinal)..]) - 2);
        Assert.InRange(report.Length, 1_000, 20_000);

        var input = outcome.PolicyInputs["plan_summary"];
        Assert.Equal(1_000, (int?)input["counts"]!["delete"]);
        Assert.Equal(500, input["deleted"]!.AsArray().Count);
        Assert.InRange(input.ToJsonString().Length, 1_000, 100_000);
    }

    [Fact]
    public async Task Parts_of_outputs_that_are_known_after_apply_say_so()
    {
        _harness.WriteFile("spacelift.plan.json", """
            {"format_version":"1.2","resource_changes":[],"output_changes":{
              "ids":{"actions":["create"],"before":null,"after":[null,"b"],"after_unknown":[true,false]},
              "map":{"actions":["create"],"before":null,"after":{"known":1},"after_unknown":{"arn":true}},
              "text":{"actions":["create"],"before":null,"after":"x","after_unknown":false}}}
            """);
        var report = (await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken)).Markdown[^1];
        AssertInOrder(
            report, "| `ids` |  | `[\"(known after apply)\",\"b\"]` |", "| `map` |  | `{\"known\":1,\"arn\":\"(known after apply)\"}` |",
            "| `text` |  | `x` |");
    }

    [Fact]
    public async Task Resources_of_terragrunts_units_have_their_names()
    {
        foreach (var unit in (string[])["db", "web"])
        {
            _harness.WriteFile($"{unit}/terragrunt.hcl", "");
            _harness.WriteFile($"{unit}/.terragrunt-cache/a/b/spacelift.plan.json", Plan([Change("aws_x.y", "delete")]));
        }

        var outcome = await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        AssertInOrder(outcome.Markdown[^1], "`db: aws_x.y`", "`web: aws_x.y`");
        Assert.Equal("""["db: aws_x.y","web: aws_x.y"]""", outcome.PolicyInputs["plan_summary"]["deleted"]!.ToJsonString());
    }

    [Fact]
    public async Task The_number_of_rows_is_the_installers()
    {
        _harness.Parameters["most_rows"] = "1";
        AssertInOrder(await ReportAsync(Change("a.a", "create"), Change("a.b", "create")), "| 🟢 Create | `a.a` |", "… and 1 more.");

        _harness.Parameters["most_rows"] = "0";
        _harness.WriteFile("spacelift.plan.json", Plan([]));
        var outcome = await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("The parameter 'Most rows' is 0; it must be 1 or more.", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_cannot_break_the_page()
    {
        var report = await ReportAsync("""{"address":"a.b[\"x|y`\n<script>\"]","change":{"actions":["delete"]}}""");
        Assert.Contains("""| ``a.b["x\|y` <script>"]`` |""", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_is_not_all_of_it_says_so()
    {
        Assert.Contains("Planning failed: this summary is incomplete.", await PlanAsync("\"errored\":true,\"resource_changes\":[]"), StringComparison.Ordinal);
        Assert.Contains("some changes", await PlanAsync("\"complete\":false,\"resource_changes\":[]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_plan_there_is_nothing_to_do()
    {
        var outcome = await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Empty(outcome.Markdown);
        Assert.Empty(outcome.PolicyInputs);
    }

    [Fact]
    public async Task Its_policy_reads_what_it_gives()
    {
        var input = (await RunAsync(Plan([Change("a.b", "delete"), Change("a.c", "delete\",\"create")]))).PolicyInputs["plan_summary"];
        var policy = Assert.Single(new PlanSummary().Policies);
        Assert.Equal((PolicyType.Plan, PolicyEngineType.RegoV1), (policy.Type, policy.EngineType));
        Assert.Contains("input.third_party_metadata.custom.plan_summary\n", policy.Body, StringComparison.Ordinal);

        var read = Reading().Matches(policy.Body).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Equal(["counts.delete", "deleted", "counts.replace", "replaced"], read);
        Assert.All(read, path => Assert.NotNull(path.Split('.').Aggregate((JsonNode?)input, (node, name) => node?[name])));
        Assert.Equal("""["a.b"]""", input["deleted"]!.ToJsonString());
        Assert.Equal("""["a.c"]""", input["replaced"]!.ToJsonString());
    }

    static string Change(string address, string action) => $$"""{"address":"{{address}}","change":{"actions":["{{action}}"]} }""";

    static string Plan(IEnumerable<string> changes) => $$"""{"format_version":"1.2","resource_changes":[{{string.Join(',', changes)}}]}""";

    async Task<string> ReportAsync(params string[] changes) => (await RunAsync(Plan(changes))).Markdown[^1];

    async Task<string> PlanAsync(string properties) => (await RunAsync($$"""{"format_version":"1.2",{{properties}}}""")).Markdown[^1];

    async Task<HookOutcome> RunAsync(string plan)
    {
        _harness.WriteFile("spacelift.plan.json", plan);
        var outcome = await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, outcome.Log);
        return outcome;
    }

    static void AssertInOrder(string text, params string[] parts)
    {
        var position = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, position, StringComparison.Ordinal);
            Assert.True(found >= 0, $"Not there, or not in this order: {part}\n{text}");
            position = found + part.Length;
        }
    }

    [GeneratedRegex(@"summary\.([a-z_.]+)")]
    private static partial Regex Reading();

    [GeneratedRegex(@"^\|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
