namespace Spaceforge.Rego;

/// <summary>data or input, as the head of a resolved reference.</summary>
sealed class RootTerm : Term
{
    public required bool IsInput { get; init; }
}
