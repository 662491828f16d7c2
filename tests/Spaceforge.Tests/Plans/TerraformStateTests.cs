using static System.StringComparison;

namespace Spaceforge.Tests.Plans;

/// <summary>States by themselves.</summary>
public sealed class TerraformStateTests
{
    [Fact]
    public void It_has_values_and_checks()
    {
        var state = PlanText.LoadState("""
            {"format_version":"1.0","terraform_version":"1.11.4",
             "values":{"root_module":{"resources":[{"address":"a.b","values":{"x":1}}]}},
             "checks":[{"address":{"to_display":"check.c"},"status":"pass"}],"new":7}
            """);
        Assert.Equal(("1.0", "1.11.4"), (state.FormatVersion, state.TerraformVersion));
        Assert.Equal(1, Assert.Single(state.Values!.AllResources).Values?.GetProperty("x").GetInt32());
        Assert.Equal(CheckStatus.Pass, Assert.Single(state.Checks).Status);
        Assert.Equal(7, state.Json.GetProperty("new").GetInt32());
    }

    [Fact]
    public void An_empty_state_is_one()
    {
        var state = PlanText.LoadState("""{"format_version":"1.0"}""");
        Assert.Null(state.Values);
        Assert.Null(state.TerraformVersion);
        Assert.Empty(state.Checks);
    }

    [Theory]
    [InlineData("""{"format_version":"1.2","planned_values":{}}""", "so it is a plan.")]
    [InlineData("""{"version":4,"resources":[]}""", "it has no format_version")]
    [InlineData("[]", "its JSON is not an object.")]
    public void What_is_not_a_state_is_refused(string text, string expected)
    {
        var e = Assert.Throws<PluginFailedException>(() => PlanText.LoadState(text));
        Assert.Contains("state.json is not a state: ", e.Message, Ordinal);
        Assert.Contains(expected, e.Message, Ordinal);
    }

    [Fact]
    public void A_state_that_is_cut_off_is_refused()
    {
        var e = Assert.Throws<PluginFailedException>(() => PlanText.LoadState("{\"format_version\":\"1.0\",\n\"val"));
        Assert.EndsWith("state.json is truncated: it ends at line 2, byte 5, in the middle of its JSON.", e.Message, Ordinal);
    }
}
