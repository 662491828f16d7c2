namespace Spaceforge;

/// <summary>An action of a change. These are the documented ones; newer versions of Terraform or OpenTofu may have others.</summary>
/// <param name="Name">The name in the plan, for example <c>no-op</c>.</param>
public readonly record struct ChangeAction(string Name)
{
    /// <summary>The name in the plan, for example <c>no-op</c>. Empty for the default value.</summary>
    public string Name { get => field ?? ""; init; } = Name;

    /// <summary>Nothing is done.</summary>
    public static ChangeAction NoOp { get; } = new("no-op");

    /// <summary>An object is created.</summary>
    public static ChangeAction Create { get; } = new("create");

    /// <summary>A data source is read during apply.</summary>
    public static ChangeAction Read { get; } = new("read");

    /// <summary>An object is updated in place.</summary>
    public static ChangeAction Update { get; } = new("update");

    /// <summary>An object is destroyed.</summary>
    public static ChangeAction Delete { get; } = new("delete");

    /// <summary>An object is removed from the state but continues to exist.</summary>
    public static ChangeAction Forget { get; } = new("forget");

    /// <summary>Whether both have the same name.</summary>
    public bool Equals(ChangeAction other) => Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
