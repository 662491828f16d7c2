using Microsoft.Extensions.Logging;
using Spaceforge.Logging;

namespace Spaceforge.Plans;

/// <summary>The files that Spacelift puts into the project's folder.</summary>
static class PlanFile
{
    const string Plan = "spacelift.plan.json";
    const string StateBefore = "spacelift.state.before.json";

    public static TerraformPlan? ReadPlan(string folder, PluginLogger log) =>
        IsThere(folder, Plan, log) ? PlanReader.Read(JsonFile.LoadFrom(folder, Plan, "plan")) : null;

    public static TerraformState? ReadState(string folder, PluginLogger log) =>
        IsThere(folder, StateBefore, log) ? StateReader.Read(JsonFile.LoadFrom(folder, StateBefore, "state")) : null;

    static bool IsThere(string folder, string name, PluginLogger log)
    {
        // A link that leads nowhere is there: somebody planted it.
        var file = new FileInfo(Path.Combine(folder, name));
        if (file.LinkTarget is not null || Path.Exists(file.FullName)) return true;

        log.Write(LogLevel.Error, $"{name} does not exist.");
        return false;
    }
}
