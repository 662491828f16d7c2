using Microsoft.Extensions.Logging;
using Spaceforge.Logging;

namespace Spaceforge.Plans;

/// <summary>The files that Spacelift puts into the project's folder.</summary>
static class PlanFile
{
    const string Plan = "spacelift.plan.json";
    const string StateBefore = "spacelift.state.before.json";

    public static TerraformPlan? ReadPlan(string folder, PluginLogger log) =>
        Find(folder, Plan, log) is { } path ? TerraformPlan.Load(path) : null;

    public static TerraformState? ReadState(string folder, PluginLogger log) =>
        Find(folder, StateBefore, log) is { } path ? TerraformState.Load(path) : null;

    static string? Find(string folder, string name, PluginLogger log)
    {
        var path = Path.Combine(folder, name);
        if (Path.Exists(path)) return path;

        log.Write(LogLevel.Error, $"{name} does not exist.");
        return null;
    }
}
