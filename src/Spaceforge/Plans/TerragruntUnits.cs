using Spaceforge.Files;

namespace Spaceforge.Plans;

/// <summary>
/// Finds the plans of a Terragrunt stack. A unit is a folder with a <c>terragrunt.hcl</c>. Its plan is in that folder, or in the copy
/// of the module below the unit's <c>.terragrunt-cache</c>.
/// </summary>
static class TerragruntUnits
{
    const string Cache = ".terragrunt-cache";
    const string Configuration = "terragrunt.hcl";
    const int DeepestFolder = 40;

    /// <summary>Each unit's path and the folder of its newest plan, both relative to the project folder.</summary>
    public static IReadOnlyList<(string Unit, string Folder)> Find(string project)
    {
        try
        {
            using var root = ForeignFolder.Open(project);
            var plans = new Dictionary<string, ForeignEntry>(StringComparer.Ordinal);
            var configured = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in root.Walk(DeepestFolder))
            {
                var (folder, name) = Split(entry.Path);
                if (name is Configuration) configured.Add(folder);
                if (entry.Kind != ForeignKind.File || name is not (PlanFiles.Json or PlanFiles.Binary)) continue;

                var unit = Unit(folder);
                if (!plans.TryGetValue(unit, out var other) || other.Changed < entry.Changed) plans[unit] = entry;
            }

            return
            [
                .. from plan in plans
                   let folder = Split(plan.Value.Path).Folder
                   where folder != plan.Key || configured.Contains(plan.Key)
                   orderby plan.Key
                   select (plan.Key, folder),
            ];
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }

    static string Unit(string folder)
    {
        var parts = folder.Split('/');
        var cache = Array.IndexOf(parts, Cache);
        return cache < 0 ? folder : string.Join('/', parts[..cache]);
    }

    static (string Folder, string Name) Split(string path) =>
        path.LastIndexOf('/') is >= 0 and var slash ? (path[..slash], path[(slash + 1)..]) : ("", path);
}
