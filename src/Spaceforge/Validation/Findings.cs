namespace Spaceforge.Validation;

/// <summary>Collects all problems of a definition, so that they can be reported at once.</summary>
sealed class Findings
{
    readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    public bool HasErrors => _all.Exists(finding => finding.IsError);

    public void Add(Rule rule, string place, string? subject, string message) => _all.Add(new Finding(rule, place, subject, message));
}
