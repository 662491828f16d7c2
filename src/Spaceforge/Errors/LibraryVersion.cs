using System.Reflection;

namespace Spaceforge;

static class LibraryVersion
{
    /// <summary>The version of the package, for instance 1.0.0; the tool's is the same.</summary>
    public static string Text =>
        typeof(LibraryVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
