namespace Spaceforge;

/// <summary>Whether a resource is managed or only read. Newer versions may have other modes.</summary>
/// <param name="Name">The name in the plan.</param>
public readonly record struct ResourceMode(string Name)
{
    /// <summary>The name in the plan. Empty for the default value.</summary>
    public string Name { get => field ?? ""; init; } = Name;

    /// <summary>A <c>resource</c> block.</summary>
    public static ResourceMode Managed { get; } = new("managed");

    /// <summary>A <c>data</c> block.</summary>
    public static ResourceMode Data { get; } = new("data");

    /// <summary>Whether both have the same name.</summary>
    public bool Equals(ResourceMode other) => Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
