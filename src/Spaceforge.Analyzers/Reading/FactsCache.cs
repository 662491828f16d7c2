using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Spaceforge.Analyzers.Reading;

/// <summary>The facts of the plugin classes of a compilation, read once each, and only when something asks.</summary>
sealed class FactsCache(KnownTypes types)
{
    readonly ConcurrentDictionary<(INamedTypeSymbol Plugin, SyntaxTree Tree), PluginFacts> _facts = new(Comparer.Instance);

    /// <summary>
    /// The facts of the plugin class that holds an operation, or null where it is in none. An abstract class does not know what the
    /// classes below it declare.
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
