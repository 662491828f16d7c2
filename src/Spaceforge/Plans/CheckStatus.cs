namespace Spaceforge;

/// <summary>The status of a check. Newer versions may have others.</summary>
/// <param name="Name">The name in the plan.</param>
public readonly record struct CheckStatus(string Name)
{
    /// <summary>The name in the plan. Empty for the default value.</summary>
    public string Name { get => field ?? ""; init; } = Name;

    /// <summary>All conditions hold.</summary>
    public static CheckStatus Pass { get; } = new("pass");

    /// <summary>A condition failed.</summary>
    public static CheckStatus Fail { get; } = new("fail");

    /// <summary>A condition could not be evaluated.</summary>
    public static CheckStatus Error { get; } = new("error");

    /// <summary>The result is not known before apply.</summary>
    public static CheckStatus Unknown { get; } = new("unknown");

    /// <summary>Whether both have the same name.</summary>
    public bool Equals(CheckStatus other) => Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
