namespace Spaceforge.Cli.Simulating;

enum StepState
{
    NotRun,
    Running,
    Passed,
    Failed,
    Killed,
}

/// <summary>A hook's or a phase's command and its result.</summary>
/// <param name="Name">For instance <c>before_plan</c>, or <c>plan</c> for the phase's own command.</param>
/// <param name="Plugin">The plugin it belongs to; null for the phase's own.</param>
/// <param name="Context">Its context; null for the phase's own.</param>
/// <param name="Command">The shell command.</param>
sealed record Step(string Name, string? Plugin, string? Context, string Command)
{
    /// <summary>What a command of Spaceforge's launcher does; null for any other command.</summary>
    public string? Title { get; } = LauncherTrace.Title(Command);

    public bool IsHook => Plugin is not null;

    public StepState State { get; set; }

    /// <summary>When it started, from the start of the run.</summary>
    public TimeSpan Start { get; set; }

    public TimeSpan Duration { get; set; }

    /// <summary>The longest time without output.</summary>
    public TimeSpan Silence { get; set; }

    public int? ExitCode { get; set; }

    public StepLog Log { get; } = new();
}
