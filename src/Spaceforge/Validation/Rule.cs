namespace Spaceforge.Validation;

enum RuleSeverity
{
    Warning,
    Error,
}

/// <summary>A rule for definitions. Its code is permanent, see docs/diagnostics.</summary>
sealed record Rule(string Code, RuleSeverity Severity, string Title)
{
    public bool IsError => Severity == RuleSeverity.Error;

    /// <summary>The severity in messages and reports.</summary>
    public string Level => IsError ? "error" : "warning";
}
