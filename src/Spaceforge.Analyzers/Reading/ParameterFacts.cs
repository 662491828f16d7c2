using Microsoft.CodeAnalysis;

namespace Spaceforge.Analyzers.Reading;

/// <summary>What the source says of a parameter.</summary>
/// <param name="Symbol">The field or property that holds it, where there is one.</param>
/// <param name="Id">Its id in the manifest.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sensitive">Whether it is a secret; null where that is not spelt out.</param>
sealed record ParameterFacts(ISymbol? Symbol, string Id, string Name, bool? Sensitive);
