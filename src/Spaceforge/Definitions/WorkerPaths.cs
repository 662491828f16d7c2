namespace Spaceforge.Definitions;

/// <summary>Where things are on a worker.</summary>
static class WorkerPaths
{
    public const string Workspace = "/mnt/workspace";

    public const string Binaries = "/mnt/workspace/plugins/plugin_binaries";

    /// <summary>The plugin's folder below <c>plugins/</c>, as the Python SDK names it.</summary>
    public static string FolderName(string pluginName) => pluginName.ToLowerInvariant().Replace(' ', '_');

    public static string WorkingDirectory(string pluginName) => $"{Workspace}/plugins/{FolderName(pluginName)}";

    /// <summary>
    /// The absolute path of a mounted file, or null where it names no file in the workspace. Anything with <c>..</c> is out: the
    /// platform does not say what it makes of it.
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
