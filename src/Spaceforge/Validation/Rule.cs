namespace Spaceforge.Validation;

enum Severity
{
    Warning,
    Error,
}

/// <summary>A rule that a definition must keep. Its code stands for it for ever, see docs/diagnostics.</summary>
sealed record Rule(string Code, Severity Severity, string Title);
