namespace Spaceforge.Definitions;

/// <summary>Paths on a worker.</summary>
static class WorkerPaths
{
    public const string Workspace = "/mnt/workspace";

    public const string Binaries = "/mnt/workspace/plugins/plugin_binaries";

    /// <summary>The name of the plugin's folder below <c>plugins/</c>, derived as in the Python SDK.</summary>
    public static string FolderName(string pluginName) => pluginName.ToLowerInvariant().Replace(' ', '_');

    public static string WorkingDirectory(string pluginName) => $"{Workspace}/plugins/{FolderName(pluginName)}";

    /// <summary>
    /// The absolute path of a mounted file, or null if it is not a file in the workspace. Paths with <c>..</c> are not allowed: how
    /// the platform treats them is not documented.
    /// </summary>
    public static string? Resolve(string mountedPath)
    {
        var relative = mountedPath is ['/', ..]
            ? mountedPath.StartsWith(Workspace + "/", StringComparison.Ordinal) ? mountedPath.Substring(Workspace.Length + 1) : null
            : mountedPath;
        if (relative is null || relative is [.., '/']) return null;

        var parts = relative.Split('/').Where(part => part is not ("" or ".")).ToArray();
        return parts.Length == 0 || parts.Contains("..") || parts.Any(
            part => part.Any(char.IsControl)) || relative.EndsWith("/.", StringComparison.Ordinal)
            ? null
            : $"{Workspace}/{string.Join("/", parts)}";
    }
}
