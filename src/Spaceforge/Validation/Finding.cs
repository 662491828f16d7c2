namespace Spaceforge.Validation;

/// <summary>A violation of a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Place">The location, for example <c>contexts[0].env[2]</c>.</param>
/// <param name="Subject">The author's name for it, for example the variable's key; null or empty if it has none.</param>
/// <param name="Message">What is wrong, and how to fix it.</param>
sealed record Finding(Rule Rule, string Place, string? Subject, string Message)
{
    public bool IsError => Rule.IsError;

    public override string ToString()
    {
        var subject = string.IsNullOrEmpty(Subject) ? "" : $" '{Subject}'";
        return $"{Rule.Level} {Rule.Code}: {Place}{subject}: {Message}";
    }
}
