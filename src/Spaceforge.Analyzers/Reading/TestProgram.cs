using Microsoft.CodeAnalysis;

namespace Spaceforge.Analyzers.Reading;

/// <summary>Programs of tests, which start plugins and hold their tasks as they like.</summary>
static class TestProgram
{
    public static bool Is(Compilation compilation) => compilation.ReferencedAssemblyNames.Any(assembly =>
        assembly.Name is "Spaceforge.Testing" or "nunit.framework" or "Microsoft.Testing.Platform"
        || assembly.Name.StartsWith("xunit", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.VisualStudio.TestPlatform", StringComparison.Ordinal));
}
