using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Spaceforge.Cli.Building;

/// <summary>Finds generators and analyzers that the native compiler does not have.</summary>
static class CompilerExtensions
{
    // These come with every plugin. The native compiler detects the attributes that trigger .NET's generators, and has Spaceforge's
    // analyzers built in.
    static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "Microsoft.Extensions.Logging.Generators", "Microsoft.Interop.ComInterfaceGenerator",
        "Microsoft.Interop.JavaScript.JSImportGenerator",
        "Microsoft.Interop.LibraryImportGenerator", "Spaceforge.Analyzers",
        "System.Text.Json.SourceGeneration", "System.Text.RegularExpressions.Generator",
    };

    // They do nothing without their properties, which builds that analyze do not set.
    static readonly HashSet<string> TurnedOff = new(StringComparer.Ordinal)
        { "ILLink.RoslynAnalyzer", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers", "Microsoft.CodeAnalysis.NetAnalyzers" };

    /// <param name="assemblies">The assemblies that the compiler loads.</param>
    /// <param name="analyze">Whether analyzers run as well as generators.</param>
    public static bool AreUnknownIn(IEnumerable<string> assemblies, bool analyze) => assemblies.Any(assembly =>
        Path.GetFileNameWithoutExtension(assembly) is var name && !Known.Contains(name) && !TurnedOff.Contains(name)
        && Uses(assembly, analyze ? ["GeneratorAttribute", "DiagnosticAnalyzerAttribute"] : ["GeneratorAttribute"]));

    static bool Uses(string assembly, string[] attributes)
    {
        using var stream = File.OpenRead(assembly);
        using var file = new PEReader(stream);
        if (!file.HasMetadata) return true;

        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.Select(metadata.GetTypeReference).Any(type => attributes.Contains(metadata.GetString(type.Name)));
    }
}
