using System.Reflection;

namespace Spaceforge.Tests.Shared;

/// <summary>Where the repository and the folder shared with it are.</summary>
static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!);

    /// <summary>The specification that the project is built to: a folder beside the repository.</summary>
    public static string Shared { get; } = Path.Combine(Path.GetDirectoryName(Root)!, "shared");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);
}
