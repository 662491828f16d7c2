namespace Spaceforge;

/// <summary>A step of a change. The members here are those that are documented; a newer Terraform or OpenTofu may have others.</summary>
/// <param name="Name">The name in the plan, for instance <c>no-op</c>.</param>
public readonly record struct ChangeAction(string Name)
{
    /// <summary>Nothing is done.</summary>
    public static ChangeAction NoOp { get; } = new("no-op");

    /// <summary>An object is made.</summary>
    public static ChangeAction Create { get; } = new("create");

    /// <summary>A data source is read while the plan is applied.</summary>
    public static ChangeAction Read { get; } = new("read");

    /// <summary>An object is changed in place.</summary>
    public static ChangeAction Update { get; } = new("update");

    /// <summary>An object is destroyed.</summary>
    public static ChangeAction Delete { get; } = new("delete");

    /// <summary>An object leaves the state and goes on to exist.</summary>
    public static ChangeAction Forget { get; } = new("forget");

    /// <summary>The name in the plan.</summary>
    public override string ToString() => Name;
}
