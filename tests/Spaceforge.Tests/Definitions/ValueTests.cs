namespace Spaceforge.Tests.Definitions;

/// <summary>Values that stand for a text of the manifest.</summary>
public sealed class ValueTests
{
    [Fact]
    public void A_default_has_the_type_and_the_text_of_its_value() => Assert.Equal(
        ["String ''", "String 'x'", "Boolean 'true'", "Boolean 'false'", "Number '-3'", "Number '0.10'", "Number '0.1'", "Number '1E+300'"],
        ((ParameterValue[])[default, "x", true, false, -3, 0.10m, 0.1, 1e300]).Select(value => $"{value.Type} '{value}'"));

    [Fact]
    public void Descriptions_are_empty_unless_given() =>
        Assert.Equal(("", ""), (new Context("c").Description, new Parameter("p").Description));

    [Fact]
    public void A_reference_is_a_parameter_by_its_id_or_else_its_name()
    {
        var (named, both) = (new Parameter("A"), new Parameter("A") { Id = "x" });
        Assert.Equal(("A", named), (((ParameterReference)named).IdOrName, ((ParameterReference)named).Parameter));
        Assert.Equal("x", ((ParameterReference)both).ToString());
        Assert.Equal(("y", null), (((ParameterReference)"y").ToString(), ((ParameterReference)"y").Parameter));
        Assert.Equal("", default(ParameterReference).IdOrName);
    }

    [Fact]
    public void Types_of_policies_have_the_names_of_the_platform()
    {
        Assert.Equal(
            "PUSH PLAN TRIGGER APPROVAL NOTIFICATION",
            $"{PolicyType.Push} {PolicyType.Plan} {PolicyType.Trigger} {PolicyType.Approval} {PolicyType.Notification}");
        Assert.Equal("REGO_V0 REGO_V1", $"{PolicyEngineType.RegoV0} {PolicyEngineType.RegoV1}");
        Assert.Equal(["PUSH", "PLAN", "TRIGGER", "APPROVAL", "NOTIFICATION"], PolicyType.All.Select(type => type.Name));
        Assert.Equal(["REGO_V0", "REGO_V1"], PolicyEngineType.All.Select(type => type.Name));
        Assert.Equal(("", ""), (default(PolicyType).Name, default(PolicyEngineType).Name));
    }

    [Fact]
    public void Types_with_the_same_name_are_equal()
    {
        Assert.Equal(new PolicyType("PLAN"), PolicyType.Plan);
        Assert.Equal(new PolicyType("PLAN").GetHashCode(), PolicyType.Plan.GetHashCode());
        Assert.NotEqual(PolicyType.Push, PolicyType.Plan);
        Assert.NotEqual(PolicyType.Push.GetHashCode(), PolicyType.Plan.GetHashCode());
        Assert.Equal(new PolicyEngineType("REGO_V1"), PolicyEngineType.RegoV1);
        Assert.Equal(new PolicyEngineType("REGO_V1").GetHashCode(), PolicyEngineType.RegoV1.GetHashCode());
        Assert.NotEqual(PolicyEngineType.RegoV0, PolicyEngineType.RegoV1);
        Assert.NotEqual(PolicyEngineType.RegoV0.GetHashCode(), PolicyEngineType.RegoV1.GetHashCode());
    }
}
