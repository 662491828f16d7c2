using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Plugins;

/// <summary>What a plugin is called, and what it says of itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MetadataAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.NameWithoutCapital, Descriptors.NoDescription];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) => context.RegisterSymbolAction(
        symbol =>
        {
            var type = (INamedTypeSymbol)symbol.Symbol;
            if (type.IsAbstract || !types.IsPlugin(type)) return;

            CheckName(symbol, type);
            if (!Overrides(type, "Description", types)) symbol.ReportDiagnostic(Diagnostic.Create(Descriptors.NoDescription, type.Locations[0], type.Name));
        },
        SymbolKind.NamedType);

    static void CheckName(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        if (type.GetMembers("Name").OfType<IPropertySymbol>().FirstOrDefault()?.DeclaringSyntaxReferences is not [var reference]) return;

        if (reference.GetSyntax(context.CancellationToken) is not PropertyDeclarationSyntax property) return;

        if ((property.ExpressionBody?.Expression ?? property.Initializer?.Value) is not LiteralExpressionSyntax { Token.Value: string name } literal) return;

        if (name.Length == 0 || !char.IsLower(name[0])) return;

        var capital = char.ToUpperInvariant(name[0]) + name.Substring(1);
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.NameWithoutCapital, literal.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(Nearest.Replacement, capital), name, capital));
    }

    static bool Overrides(INamedTypeSymbol plugin, string property, KnownTypes types)
    {
        for (var type = plugin; type is not null && !KnownTypes.Is(type, types.Plugin); type = type.BaseType)
        {
            if (!type.GetMembers(property).IsEmpty) return true;
        }

        return false;
    }
}
