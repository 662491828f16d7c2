namespace Spaceforge;

/// <summary>The version of Rego that a policy is written in.</summary>
/// <param name="Name">The name in the manifest. Any other than the two below is an error when the manifest is generated.</param>
public readonly record struct PolicyEngineType(string Name)
{
    /// <summary>
    /// The name in the manifest. Any other than the two below is an error when the manifest is generated. Empty for the default value.
    /// </summary>
    public string Name { get => field ?? ""; init; } = Name;

    /// <summary>Rego before version 1, which the platform uses if a policy does not specify a version.</summary>
    public static PolicyEngineType RegoV0 { get; } = new("REGO_V0");

    /// <summary>Rego version 1: <c>if</c> and <c>contains</c> without an import.</summary>
    public static PolicyEngineType RegoV1 { get; } = new("REGO_V1");

    internal static IReadOnlyList<PolicyEngineType> All => [RegoV0, RegoV1];

    /// <summary>Whether both have the same name.</summary>
    public bool Equals(PolicyEngineType other) => Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
