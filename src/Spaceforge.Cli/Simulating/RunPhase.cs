namespace Spaceforge.Cli.Simulating;

/// <summary>A phase of a run.</summary>
/// <param name="Name">The name that its hooks are derived from.</param>
/// <param name="State">The run's state during it.</param>
sealed record RunPhase(string Name, RunState State)
{
    public static RunPhase Init { get; } = new("init", RunState.Initializing);
    public static RunPhase Plan { get; } = new("plan", RunState.Planning);
    public static RunPhase Apply { get; } = new("apply", RunState.Applying);
    public static RunPhase Perform { get; } = new("perform", RunState.Performing);
    public static RunPhase Destroy { get; } = new("destroy", RunState.Destroying);

    /// <summary>The phases with their own commands; after_run has none.</summary>
    public static IReadOnlyList<RunPhase> All { get; } = [Init, Plan, Apply, Perform, Destroy];

    /// <summary>The phases of a run type, in order.</summary>
    public static IReadOnlyList<RunPhase> Of(RunType type) => type switch
    {
        _ when type == RunType.Tracked => [Init, Plan, Apply],
        _ when type == RunType.Task => [Init, Perform],
        _ when type == RunType.Testing => [Init, Plan, Apply, Destroy],
        _ when type == RunType.Destroy => [Destroy],
        _ => [Init, Plan],
    };

    /// <summary>The variable that skips the phase, or null.</summary>
    public string? SkipVariable => Name switch
    {
        "plan" => "SPACELIFT_SKIP_PLANNING",
        "apply" => "SPACELIFT_SKIP_APPLYING",
        "destroy" => "SPACELIFT_SKIP_DESTROYING",
        _ => null,
    };
}
