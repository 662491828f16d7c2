namespace Spaceforge.Cli.Simulating.Decisions;

/// <summary>What policies do to a run.</summary>
/// <param name="WaitsIn">The state in which it waits for somebody; null if it does not.</param>
/// <param name="Refusal">Why it fails, to follow "the run was"; null if it does not.</param>
readonly record struct RunVerdict(RunState? WaitsIn, string? Refusal)
{
    public static RunVerdict GoesOn { get; }

    public static RunVerdict Waits(string state) => new(new RunState(state), null);

    public static RunVerdict Fails(string why) => new(null, why);
}
