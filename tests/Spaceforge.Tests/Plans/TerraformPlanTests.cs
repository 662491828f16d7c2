using System.Text;
using System.Text.Json;

namespace Spaceforge.Tests.Plans;

/// <summary>What a plan says about itself, its outputs, variables and configuration.</summary>
public sealed class TerraformPlanTests
{
    [Fact]
    public void It_says_what_made_it_and_how_it_ended()
    {
        var plan = PlanText.Plan("""
            "terraform_version":"1.11.4","timestamp":"2026-11-22T18:29:11Z","errored":false,"complete":true,"applyable":true
            """);

        Assert.Equal("1.2", plan.FormatVersion);
        Assert.Equal("1.11.4", plan.TerraformVersion);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 18, 29, 11, TimeSpan.Zero), plan.Timestamp);
        Assert.Equal((false, true, true), (plan.Errored, plan.Complete, plan.Applyable));
    }

    [Fact]
    public void What_is_left_out_is_absent()
    {
        var plan = PlanText.Plan();

        Assert.Null(plan.TerraformVersion);
        Assert.Null(plan.Timestamp);
        Assert.Equal((null, null, null), (plan.Errored, plan.Complete, plan.Applyable));
        Assert.Empty(plan.ResourceChanges);
        Assert.Empty(plan.ResourceDrift);
        Assert.Empty(plan.OutputChanges);
        Assert.Empty(plan.Variables);
        Assert.Empty(plan.Checks);
        Assert.Null(plan.PriorState);
        Assert.Null(plan.Configuration);
    }

    [Fact]
    public void Null_counts_as_left_out()
    {
        var plan = PlanText.Plan("""
            "terraform_version":null,"timestamp":null,"errored":null,"resource_changes":null,"resource_drift":null,"output_changes":null,
            "prior_state":null,"configuration":null,"variables":null,"checks":null
            """);

        Assert.Null(plan.TerraformVersion);
        Assert.Null(plan.Errored);
        Assert.Empty(plan.ResourceChanges);
        Assert.Empty(plan.Variables);
        Assert.Null(plan.PriorState);
        Assert.Null(plan.Configuration);
        Assert.Empty(plan.Checks);
    }

    [Fact]
    public void Outputs_have_actions_values_and_sensitivity()
    {
        var plan = PlanText.Plan("""
            "output_changes":{
              "url":{"actions":["update"],"before":"a","after":"b","after_unknown":false,"before_sensitive":false,"after_sensitive":true},
              "gone":{"actions":["delete"],"before":1,"after":null}}
            """);

        Assert.Equal(["url", "gone"], plan.OutputChanges.Keys);
        var url = plan.OutputChanges["url"];
        Assert.Equal("url", url.Name);
        Assert.True(url.IsUpdate);
        Assert.Equal(("a", "b"), (url.Before?.GetString(), url.After?.GetString()));
        Assert.False(url.AfterUnknown?.GetBoolean());
        Assert.False(url.BeforeSensitive?.GetBoolean());
        Assert.True(url.AfterSensitive?.GetBoolean());
        Assert.Null(plan.OutputChanges["gone"].After);
    }

    [Fact]
    public void Outputs_are_read_as_the_documentation_shows_them_too()
    {
        var output = PlanText.Plan("""
            "output_changes":{"url":{"change":{"actions":["create"],"after":"b"}}}
            """).OutputChanges["url"];
        Assert.True(output.IsCreate);
        Assert.Equal("b", output.After?.GetString());
    }

    [Fact]
    public void Variables_have_values()
    {
        var variables = PlanText.Plan("""
            "variables":{"region":{"value":"eu"},"none":{"value":null},"left_out":{},"é":{"value":[1]}}
            """).Variables;

        Assert.Equal(["region", "none", "left_out", "é"], variables.Keys);
        Assert.Equal("region", variables["region"].Name);
        Assert.Equal("eu", variables["region"].Value?.GetString());
        Assert.Null(variables["none"].Value);
        Assert.Null(variables["left_out"].Value);
        Assert.Equal(1, variables["é"].Value?[0].GetInt32());
    }

    [Fact]
    public void The_configuration_is_there_as_json()
    {
        var plan = PlanText.Plan("""
            "configuration":{"root_module":{"variables":{"a":{}}}}
            """);
        Assert.True(plan.Configuration?.GetProperty("root_module").GetProperty("variables").TryGetProperty("a", out _));
    }

    [Fact]
    public void Unknown_fields_stay_reachable_everywhere()
    {
        var plan = PlanText.LoadPlan("""
            {"format_version":"1.99","new":1,
             "planned_values":{"new":2,"outputs":{"o":{"new":3}},"root_module":{"new":4,"resources":[{"address":"a.b","new":5}],
                               "child_modules":[{"new":6}]}},
             "resource_changes":[{"address":"a.b","new":7,"change":{"actions":["create"],"new":8,"importing":{"new":9}}}],
             "output_changes":{"o":{"actions":["create"],"new":10}},
             "variables":{"v":{"new":11}},
             "prior_state":{"format_version":"1.0","new":12},
             "checks":[{"address":{"to_display":"c"},"new":13,"instances":[{"address":{"to_display":"c"},"new":14}]}]}
            """);
        var change = plan.ResourceChanges[0];
        PlanNode[] nodes =
        [
            plan, plan.PlannedValues!, plan.PlannedValues!.Outputs["o"], plan.PlannedValues.RootModule!,
            plan.PlannedValues.RootModule!.Resources[0], plan.PlannedValues.RootModule.ChildModules[0], change, change.Importing!,
            plan.OutputChanges["o"], plan.Variables["v"], plan.PriorState!, plan.Checks[0], plan.Checks[0].Instances[0],
        ];

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14], nodes.Select(node => node.Json.GetProperty("new").GetInt32()));
        Assert.Equal(8, change.Json.GetProperty("change").GetProperty("new").GetInt32());
    }

    [Fact]
    public void The_whole_json_is_there_to_the_byte()
    {
        var text = PlanText.With("\"terraform_version\" : \"1.11.4\"\n");
        var plan = PlanText.LoadPlan(text);
        Assert.Equal(text, Encoding.UTF8.GetString(plan.Utf8Json.Span));
        Assert.Equal(text, plan.Json.GetRawText());
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_it()
    {
        var plan = PlanText.LoadPlan("\uFEFF" + PlanText.With(""));
        Assert.Equal((byte)'{', plan.Utf8Json.Span[0]);
    }

    [Fact]
    public void Names_may_be_escaped()
    {
        var plan = PlanText.LoadPlan("""
            {"form\u0061t_version":"1.2","planned_values":{},"resource_ch\u0061nges":[
              {"address":"a.\u0062","type":"\u0061","change":{"actions":["cre\u0061te"]}}]}
            """);
        Assert.Equal("a.b", plan.ResourceChanges[0].Address);
        Assert.Equal("a", plan.ResourceChanges[0].Type);
        Assert.True(plan.ResourceChanges[0].IsCreate);
    }

    [Fact]
    public void Values_may_be_nested_900_deep()
    {
        var deep = new string('[', 900) + new string(']', 900);
        var change = PlanText.Change("""{"address":"a.b","change":{"actions":["create"],"after":{"x":""" + deep + "}}}");
        Assert.Equal(JsonValueKind.Array, change.After?.GetProperty("x").ValueKind);
    }

    [Theory]
    [InlineData("0.2")]
    [InlineData("1.0")]
    [InlineData("1.42")]
    public void Any_format_before_2_is_read(string version) =>
        Assert.Equal(version, PlanText.LoadPlan(PlanText.With("").Replace("1.2", version, StringComparison.Ordinal)).FormatVersion);
}
