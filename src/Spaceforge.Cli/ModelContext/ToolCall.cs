namespace Spaceforge.Cli.ModelContext;

/// <summary>What a call comes to: a command of the tool, or a text that is known already.</summary>
sealed record ToolCall(IReadOnlyList<string> Command)
{
    /// <summary>Values that must not be on a command line, which other users of the machine can read.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>What the command reads from standard input.</summary>
    public string? Input { get; init; }

    /// <summary>The answer, without a command.</summary>
    public string? Text { get; init; }
}
