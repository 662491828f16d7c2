namespace Spaceforge;

/// <summary>The kind of decision that a policy makes. An unknown name is an error when the manifest is generated.</summary>
/// <param name="Name">The name in the manifest, for example <c>PLAN</c>.</param>
public readonly record struct PolicyType(string Name)
{
    /// <summary>The name in the manifest, for example <c>PLAN</c>. Empty for the default value.</summary>
    public string Name { get => field ?? ""; init; } = Name;

    /// <summary>Whether and how a push to the repository starts runs.</summary>
    public static PolicyType Push { get; } = new("PUSH");

    /// <summary>Whether a plan is acceptable.</summary>
    public static PolicyType Plan { get; } = new("PLAN");

    /// <summary>Which other stacks run after this one.</summary>
    public static PolicyType Trigger { get; } = new("TRIGGER");

    /// <summary>Who must approve a run.</summary>
    public static PolicyType Approval { get; } = new("APPROVAL");

    /// <summary>Who is notified of events in a space.</summary>
    public static PolicyType Notification { get; } = new("NOTIFICATION");

    internal static IReadOnlyList<PolicyType> All => [Push, Plan, Trigger, Approval, Notification];

    /// <summary>Whether both have the same name.</summary>
    public bool Equals(PolicyType other) => Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
