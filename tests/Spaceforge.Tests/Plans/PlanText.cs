namespace Spaceforge.Tests.Plans;

/// <summary>Plans and states from texts, through a file as in a run.</summary>
static class PlanText
{
    /// <summary>The least that is a plan, with more properties at its end.</summary>
    public static string With(string properties) =>
        """{"format_version":"1.2","planned_values":{"root_module":{}}""" + (properties == "" ? "" : "," + properties) + "}";

    public static TerraformPlan Plan(string properties = "") => LoadPlan(With(properties));

    /// <summary>The one change of a plan with this resource change.</summary>
    public static ResourceChange Change(string json) => Assert.Single(Plan($"\"resource_changes\":[{json}]").ResourceChanges);

    public static TerraformPlan LoadPlan(string text)
    {
        using var folder = new TemporaryFolder();
        return TerraformPlan.Load(folder.Write("plan.json", text));
    }

    public static TerraformState LoadState(string text)
    {
        using var folder = new TemporaryFolder();
        return TerraformState.Load(folder.Write("state.json", text));
    }
}
