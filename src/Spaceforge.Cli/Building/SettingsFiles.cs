namespace Spaceforge.Cli.Building;

/// <summary>The files next to and above a plugin that affect its build.</summary>
static class SettingsFiles
{
    static readonly string[] Names =
    [
        ".editorconfig", ".globalconfig", "Directory.Build.props", "Directory.Build.rsp", "Directory.Build.targets",
        "Directory.Packages.props", "MSBuild.rsp", "global.json", "NuGet.Config", "NuGet.config", "nuget.config", "packages.lock.json",
    ];

    /// <summary>Whether it selects sources of packages or the SDK, but does not change what a build does.</summary>
    public static bool IsOfNuGetOrSdk(string path) =>
        Path.GetFileName(path) is "global.json" || Path.GetFileName(path).Equals("nuget.config", StringComparison.OrdinalIgnoreCase);

    /// <summary>The paths and contents of the existing ones.</summary>
    public static IEnumerable<(string Path, string Content)> Read(string folder)
    {
        foreach (var path in All(folder))
        {
            if (Find(path) is { } file) yield return file;
        }
    }

    /// <summary>The paths of all that may exist.</summary>
    public static IEnumerable<string> All(string folder)
    {
        for (var current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            foreach (var name in Names) yield return Path.Combine(current, name);
        }

        foreach (var path in OfUser()) yield return path;
    }

    static (string Path, string Content)? Find(string path) => BuildFile.ReadText(path) is { } text ? (path, text) : null;

    static IEnumerable<string> OfUser()
    {
        var home = Environment.GetEnvironmentVariable("DOTNET_CLI_HOME") is { Length: > 0 } given
            ? given
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        yield return Path.Combine(home, ".nuget", "NuGet", "NuGet.Config");
        yield return Path.Combine(home, ".config", "NuGet", "NuGet.Config");
        if (OperatingSystem.IsWindows())
        {
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "NuGet", "NuGet.Config");
        }
    }
}
