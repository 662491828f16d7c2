using Microsoft.CodeAnalysis;

namespace Spaceforge.Analyzers.Reading;

/// <summary>What is known about a parameter from the source.</summary>
/// <param name="Symbol">The field or property that holds it, if any.</param>
/// <param name="Id">Its id in the manifest.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sensitive">Whether it is a secret; null if unknown.</param>
sealed record ParameterFacts(ISymbol? Symbol, string Id, string Name, bool? Sensitive);
