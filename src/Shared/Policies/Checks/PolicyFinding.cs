namespace Spaceforge.Shared.Policies;

/// <summary>A problem with a policy. Locations are relative to its body, starting at 1; columns count UTF-16 characters.</summary>
sealed record PolicyFinding
{
    /// <summary>The permanent code; <c>docs/diagnostics</c> has its page.</summary>
    public required string Code { get; init; }

    public PolicySeverity Severity { get; init; } = PolicySeverity.Error;

    public required string Message { get; init; }

    public int Line { get; init; } = 1;

    public int Column { get; init; } = 1;

    /// <summary>The number of characters on the line, at least 1.</summary>
    public int Length { get; init; } = 1;

    /// <summary>The engine type with which the body is valid; null if there is none.</summary>
    public string? OtherEngine { get; init; }

    /// <summary>Null if there is no automatic fix.</summary>
    public PolicyFix? Fix { get; init; }
}

/// <summary>Changes to a body that fix a finding.</summary>
sealed record PolicyFix
{
    /// <summary>The title that an editor shows.</summary>
    public required string Title { get; init; }

    /// <summary>The changes in source order, without overlaps.</summary>
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
