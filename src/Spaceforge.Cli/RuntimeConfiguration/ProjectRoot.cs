namespace Spaceforge.Cli.RuntimeConfiguration;

/// <summary>The folder of a repository that a run works in.</summary>
static class ProjectRoot
{
    /// <summary>Without empty parts and <c>.</c>; empty for the repository's root, and null for a folder outside.</summary>
    public static string? Normalize(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return parts.Contains("..") || path.StartsWith('/') ? null : string.Join('/', parts);
    }
}
