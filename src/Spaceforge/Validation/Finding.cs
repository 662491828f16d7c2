namespace Spaceforge.Validation;

/// <summary>A rule that a definition breaks.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Place">Where, for instance <c>contexts[0].env[2]</c>.</param>
/// <param name="Subject">What the author calls it, for instance the variable's key; null or empty where it has no name.</param>
/// <param name="Message">What is wrong, and what would do.</param>
sealed record Finding(Rule Rule, string Place, string? Subject, string Message)
{
    public bool IsError => Rule.IsError;

    public override string ToString()
    {
        var subject = string.IsNullOrEmpty(Subject) ? "" : $" '{Subject}'";
        return $"{Rule.Level} {Rule.Code}: {Place}{subject}: {Message}";
    }
}
