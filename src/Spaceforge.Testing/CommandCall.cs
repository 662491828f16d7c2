namespace Spaceforge.Testing;

/// <summary>A command that a hook ran.</summary>
public sealed record CommandCall
{
    /// <summary>The program.</summary>
    public required string Command { get; init; }

    /// <summary>The arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The options that it was run with.</summary>
    public required CliOptions Options { get; init; }

    /// <summary>Program and arguments, separated by spaces.</summary>
    public override string ToString() => string.Join(' ', [Command, .. Arguments]);
}
