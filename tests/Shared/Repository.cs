using System.Reflection;

namespace Spaceforge.Tests.Shared;

/// <summary>Where the repository is.</summary>
static class Repository
{
    // A copy for a user who may not write to this one names itself.
    public static string Root { get; } = Environment.GetEnvironmentVariable("SPACEFORGE_TESTS_ROOT") is { Length: > 0 } copy
        ? copy
        : Path.GetFullPath(typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "RepositoryRoot").Value!);

    /// <summary>The JSON schema of a manifest, as specified.</summary>
    public static string ManifestSchema { get; } = PathOf("tests", "specification", "schema", "plugin-manifest.schema.json");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);
}
