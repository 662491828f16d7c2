namespace Spaceforge.Cli.Building;

/// <summary>The user's NuGet packages.</summary>
static class PackageFolder
{
    /// <summary>The folder's path, without a slash at its end. A <c>nuget.config</c> that names another one is not read.</summary>
    public static string Path => (Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given ? given
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")).TrimEnd('/');
}
