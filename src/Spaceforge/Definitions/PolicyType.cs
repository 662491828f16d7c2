namespace Spaceforge;

/// <summary>What a policy decides about. A name that the platform does not have is an error when the manifest is made.</summary>
/// <param name="Name">The name in the manifest, for instance <c>PLAN</c>.</param>
public readonly record struct PolicyType(string Name)
{
    /// <summary>Whether and how a push to the repository makes runs.</summary>
    public static PolicyType Push { get; } = new("PUSH");

    /// <summary>Whether a plan is acceptable.</summary>
    public static PolicyType Plan { get; } = new("PLAN");

    /// <summary>Which other stacks run after this one.</summary>
    public static PolicyType Trigger { get; } = new("TRIGGER");

    /// <summary>Who must approve a run.</summary>
    public static PolicyType Approval { get; } = new("APPROVAL");

    /// <summary>Who hears of what happens in a space.</summary>
    public static PolicyType Notification { get; } = new("NOTIFICATION");

    internal static IReadOnlyList<PolicyType> All => [Push, Plan, Trigger, Approval, Notification];
}
