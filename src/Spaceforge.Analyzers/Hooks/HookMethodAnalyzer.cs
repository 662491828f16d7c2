using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Hooks;

namespace Spaceforge.Analyzers.Hooks;

/// <summary>Finds methods that are named like a hook but override nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HookMethodAnalyzer : PluginAnalyzer
{
    /// <summary>The diagnostic property with the name of the method to override.</summary>
    internal const string Method = "method";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.HookLookalike];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) => context.RegisterSymbolAction(
        symbol =>
        {
            var method = (IMethodSymbol)symbol.Symbol;
            if (method is not { MethodKind: MethodKind.Ordinary, IsOverride: false, ExplicitInterfaceImplementations: [] }) return;

            if (HookNames.Suggest(method.Name) is not { } hook || !types.IsPlugin(method.ContainingType)) return;

            var wanted = HookNames.MethodOf(HookNames.Parse(hook)!.Value);
            if (Overrides(method.ContainingType, wanted, types)) return;

            symbol.ReportDiagnostic(Diagnostic.Create(
                Descriptors.HookLookalike, method.Locations[0], ImmutableDictionary<string, string?>.Empty.Add(Method, wanted),
                method.Name, $"protected override Task {wanted}(CancellationToken cancellationToken)"));
        },
        SymbolKind.Method);

    /// <summary>Whether the hook is overridden too; then a method with a similar name is its helper.</summary>
    static bool Overrides(INamedTypeSymbol plugin, string method, KnownTypes types)
    {
        for (var type = plugin; type is not null && !KnownTypes.Is(type, types.Plugin); type = type.BaseType)
        {
            if (type.GetMembers(method).OfType<IMethodSymbol>().Any(member => member.IsOverride)) return true;
        }

        return false;
    }
}
