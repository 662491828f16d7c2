using System.Globalization;

namespace Spaceforge.Scanning;

/// <summary>How many findings of a severity are allowed, whatever the threshold is.</summary>
sealed class SeverityLimits
{
    readonly Dictionary<Severity, int> _most = [];

    /// <param name="texts">For example <c>MEDIUM=10</c>.</param>
    /// <exception cref="PluginFailedException">One of them is not a severity with a number.</exception>
    public SeverityLimits(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Split('=', StringSplitOptions.TrimEntries) is not [var name, var number]
                || !Enum.TryParse<Severity>(name, ignoreCase: true, out var severity) || int.TryParse(name, out _)
                || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var most))
            {
                throw new PluginFailedException(
                    $"'{ShortText.Of(text, 100)}' is not a limit: use a severity and the number of findings that are allowed, for example MEDIUM=10.");
            }

            _most[severity] = most;
        }
    }

    /// <summary>Whether the findings of a severity count against the run; null if there is no limit for it.</summary>
    public bool? IsExceeded(Severity severity, IReadOnlyCollection<ScanFinding> findings) =>
        _most.TryGetValue(severity, out var most) ? Count(severity, findings) > most : null;

    /// <summary>The limits that are exceeded, as sentences.</summary>
    public IEnumerable<string> Exceeded(IReadOnlyCollection<ScanFinding> findings) =>
        from limit in _most
        where Count(limit.Key, findings) > limit.Value
        orderby limit.Key descending
        select $" {SeverityName.Of(limit.Key)}: {Count(limit.Key, findings)}, allowed: {limit.Value}.";

    static int Count(Severity severity, IReadOnlyCollection<ScanFinding> findings) =>
        findings.Count(finding => finding.Severity == severity);
}
