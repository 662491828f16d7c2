namespace Spaceforge.Plans;

/// <summary>The names of the plan's files.</summary>
static class PlanFiles
{
    /// <summary>What <c>show -json</c> makes of the plan. The platform's documentation does not promise it.</summary>
    public const string Json = "spacelift.plan.json";

    /// <summary>The plan that the platform applies, in the tool's own format.</summary>
    public const string Binary = "spacelift.plan";

    /// <summary>Whether a folder has an entry of that name. A link that leads nowhere counts: somebody planted it.</summary>
    public static bool IsThere(string folder, string name)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        return file.LinkTarget is not null || Path.Exists(file.FullName);
    }
}
