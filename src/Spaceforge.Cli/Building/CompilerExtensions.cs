using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Spaceforge.Cli.Building;

/// <summary>Tells which assemblies add code to what is compiled, or look at it, and are not known to the native compiler.</summary>
static class CompilerExtensions
{
    // Those that every plugin gets. The native compiler knows the attributes that .NET's generators start from, and has Spaceforge's
    // analyzers.
    static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "Microsoft.Extensions.Logging.Generators", "Microsoft.Interop.ComInterfaceGenerator",
        "Microsoft.Interop.JavaScript.JSImportGenerator",
        "Microsoft.Interop.LibraryImportGenerator", "Spaceforge.Analyzers",
        "System.Text.Json.SourceGeneration", "System.Text.RegularExpressions.Generator",
    };

    // Without their properties they look at nothing, and a build that analyzes sets none.
    static readonly HashSet<string> TurnedOff = new(StringComparer.Ordinal)
        { "ILLink.RoslynAnalyzer", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers", "Microsoft.CodeAnalysis.NetAnalyzers" };

    /// <param name="assemblies">What the compiler is given.</param>
    /// <param name="analyze">Whether analyzers run, and not generators alone.</param>
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
