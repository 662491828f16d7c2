namespace Spaceforge;

/// <summary>The type of a run. The platform may have others than those listed here.</summary>
/// <param name="Name">The platform's name, for example <c>TRACKED</c>.</param>
public readonly record struct RunType(string Name)
{
    /// <summary>The platform's name, for example <c>TRACKED</c>. Empty for the default value.</summary>
    public string Name { get => field ?? ""; init; } = Name;

    /// <summary>Plans without changing anything; also used for drift detection and local previews.</summary>
    public static RunType Proposed { get; } = new("PROPOSED");

    /// <summary>Plans, and applies after confirmation.</summary>
    public static RunType Tracked { get; } = new("TRACKED");

    /// <summary>Performs one command.</summary>
    public static RunType Task { get; } = new("TASK");

    /// <summary>A test case of a module: applies and destroys.</summary>
    public static RunType Testing { get; } = new("TESTING");

    /// <summary>Destroys a stack's resources.</summary>
    public static RunType Destroy { get; } = new("DESTROY");

    /// <summary>Whether both have the same name.</summary>
    public bool Equals(RunType other) => Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
