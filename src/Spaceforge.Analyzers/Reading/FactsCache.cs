using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Spaceforge.Analyzers.Reading;

/// <summary>The facts about a compilation's plugin classes, each read once and on demand.</summary>
sealed class FactsCache(KnownTypes types)
{
    readonly ConcurrentDictionary<(INamedTypeSymbol Plugin, SyntaxTree Tree), PluginFacts> _facts = new(Comparer.Instance);

    /// <summary>
    /// The facts about the plugin class that contains an operation, or null if there is none. For an abstract class, the declarations
    /// of derived classes are unknown.
    /// </summary>
    public PluginFacts? Of(ISymbol containingSymbol, SemanticModel? model, CancellationToken cancellationToken) =>
        model is not null && containingSymbol.ContainingType is { IsAbstract: false } plugin && types.IsPlugin(plugin)
            ? _facts.GetOrAdd((plugin, model.SyntaxTree), _ => PluginFacts.Read(plugin, model, types, cancellationToken))
            : null;

    sealed class Comparer : IEqualityComparer<(INamedTypeSymbol Plugin, SyntaxTree Tree)>
    {
        public static readonly Comparer Instance = new();

        public bool Equals((INamedTypeSymbol Plugin, SyntaxTree Tree) x, (INamedTypeSymbol Plugin, SyntaxTree Tree) y) =>
            x.Tree == y.Tree && SymbolEqualityComparer.Default.Equals(x.Plugin, y.Plugin);

        public int GetHashCode((INamedTypeSymbol Plugin, SyntaxTree Tree) key) => SymbolEqualityComparer.Default.GetHashCode(key.Plugin);
    }
}
