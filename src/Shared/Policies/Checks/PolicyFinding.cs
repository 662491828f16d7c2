namespace Spaceforge.Shared.Policies;

enum PolicySeverity
{
    Suggestion,
    Warning,
    Error,
}

/// <summary>What is wrong with a policy; places are those of its body, from 1, columns in UTF-16 characters.</summary>
sealed record PolicyFinding
{
    /// <summary>For ever; <c>docs/diagnostics</c> has its page.</summary>
    public required string Code { get; init; }

    public PolicySeverity Severity { get; init; } = PolicySeverity.Error;

    public required string Message { get; init; }

    public int Line { get; init; } = 1;

    public int Column { get; init; } = 1;

    /// <summary>Characters from there on, at least 1, on the same line.</summary>
    public int Length { get; init; } = 1;

    /// <summary>Null where a person must decide.</summary>
    public PolicyFix? Fix { get; init; }
}

/// <summary>Changes of a body that make a finding go away.</summary>
sealed record PolicyFix
{
    /// <summary>What it does, as an editor offers it.</summary>
    public required string Title { get; init; }

    /// <summary>In the order of the text; none overlaps another.</summary>
    public required IReadOnlyList<PolicyEdit> Edits { get; init; }
}

/// <summary>Replaces characters of one line.</summary>
sealed record PolicyEdit
{
    public required int Line { get; init; }

    public required int Column { get; init; }

    public int Length { get; init; }

    public string Text { get; init; } = "";
}
