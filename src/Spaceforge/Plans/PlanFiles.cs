namespace Spaceforge.Plans;

/// <summary>The file names of the plan.</summary>
static class PlanFiles
{
    /// <summary>The output of <c>show -json</c>. The platform's documentation does not guarantee this file.</summary>
    public const string Json = "spacelift.plan.json";

    /// <summary>The plan that the platform applies, in the tool's own format.</summary>
    public const string Binary = "spacelift.plan";

    /// <summary>Whether a folder has an entry with that name. A broken link counts, because someone planted it.</summary>
    public static bool IsThere(string folder, string name)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        return file.LinkTarget is not null || Path.Exists(file.FullName);
    }
}
