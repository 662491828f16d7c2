namespace Spaceforge.Testing;

/// <summary>A command that a hook ran.</summary>
/// <param name="Command">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Options">How it was run.</param>
public sealed record CommandCall(string Command, IReadOnlyList<string> Arguments, CliOptions Options)
{
    /// <summary>Program and arguments, with blanks between them.</summary>
    public override string ToString() => string.Join(' ', [Command, .. Arguments]);
}
