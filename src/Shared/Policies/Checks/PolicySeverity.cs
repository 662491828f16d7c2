namespace Spaceforge.Shared.Policies;

enum PolicySeverity
{
    Suggestion,
    Warning,
    Error,
}
