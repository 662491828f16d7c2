using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Plugins;

/// <summary>Checks a plugin's metadata.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MetadataAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.NoDescription];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) => context.RegisterSymbolAction(
        symbol =>
        {
            var type = (INamedTypeSymbol)symbol.Symbol;
            if (type.IsAbstract || !types.IsPlugin(type)) return;

            if (!Overrides(type, "Description", types))
            {
                symbol.ReportDiagnostic(Diagnostic.Create(Descriptors.NoDescription, type.Locations[0], type.Name));
            }
        },
        SymbolKind.NamedType);

    static bool Overrides(INamedTypeSymbol plugin, string property, KnownTypes types)
    {
        for (var type = plugin; type is not null && !KnownTypes.Is(type, types.Plugin); type = type.BaseType)
        {
            if (!type.GetMembers(property).IsEmpty) return true;
        }

        return false;
    }
}
