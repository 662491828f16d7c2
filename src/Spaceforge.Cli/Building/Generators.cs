using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Spaceforge.Cli.Building;

/// <summary>Tells which assemblies add code to what is compiled.</summary>
static class Generators
{
    // Those that every plugin gets. The native compiler knows the attributes that they start from.
    static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "Microsoft.Extensions.Logging.Generators", "Microsoft.Interop.ComInterfaceGenerator", "Microsoft.Interop.JavaScript.JSImportGenerator",
        "Microsoft.Interop.LibraryImportGenerator", "System.Text.Json.SourceGeneration", "System.Text.RegularExpressions.Generator",
    };

    /// <summary>Whether there is one that is not .NET's own.</summary>
    public static bool AreOthersIn(IEnumerable<string> assemblies) =>
        assemblies.Any(assembly => !Known.Contains(Path.GetFileNameWithoutExtension(assembly)) && HasGenerator(assembly));

    static bool HasGenerator(string assembly)
    {
        using var stream = File.OpenRead(assembly);
        using var file = new PEReader(stream);
        if (!file.HasMetadata) return true;

        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.Select(metadata.GetTypeReference).Any(type =>
            metadata.StringComparer.Equals(type.Namespace, "Microsoft.CodeAnalysis") && metadata.StringComparer.Equals(type.Name, "GeneratorAttribute"));
    }
}
