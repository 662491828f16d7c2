namespace Spaceforge;

/// <summary>Whether a resource is managed or only read. Newer versions may have other modes.</summary>
/// <param name="Name">The name in the plan.</param>
public readonly record struct ResourceMode(string Name)
{
    /// <summary>A <c>resource</c> block.</summary>
    public static ResourceMode Managed { get; } = new("managed");

    /// <summary>A <c>data</c> block.</summary>
    public static ResourceMode Data { get; } = new("data");

    /// <summary>The name in the plan.</summary>
    public override string ToString() => Name;
}
