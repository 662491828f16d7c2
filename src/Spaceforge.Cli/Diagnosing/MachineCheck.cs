namespace Spaceforge.Cli.Diagnosing;

/// <summary>Something that the tool uses, and whether this machine has it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="IsNeeded">Whether plugins cannot be built and run without it.</param>
/// <param name="Purpose">What it is for, as a phrase.</param>
/// <param name="Remedy">How to get it, as a sentence.</param>
sealed record MachineCheck(string Name, bool IsNeeded, string Purpose, string Remedy)
{
    public CheckState State { get; init; }

    /// <summary>What was found, or why it cannot be used.</summary>
    public string Found { get; init; } = "";

    /// <summary>Whether it stops the author of a plugin: it is needed, or was set up wrongly.</summary>
    public bool IsProblem => State == CheckState.Broken || (State == CheckState.Missing && IsNeeded);

    public MachineCheck Ok(string found) => this with { State = CheckState.Ok, Found = found };

    public MachineCheck Missing(string found) => this with { State = CheckState.Missing, Found = found };

    public MachineCheck Broken(string found) => this with { State = CheckState.Broken, Found = found };
}

enum CheckState
{
    /// <summary>It can be used.</summary>
    Ok,

    /// <summary>It was not found.</summary>
    Missing,

    /// <summary>It was found, but cannot be used.</summary>
    Broken,
}
