using System.Reflection;

namespace Spaceforge;

static class LibraryVersion
{
    /// <summary>The version of the package, for example 1.0.0; the tool has the same version.</summary>
    public static string Text =>
        typeof(LibraryVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
