namespace Spaceforge.Scanning;

/// <summary>Maps the names that scanners use to severities.</summary>
public static class SeverityName
{
    /// <summary>
    /// Parses a severity, ignoring case. For linters, <c>error</c> is high, <c>warning</c> medium, <c>notice</c> and
    /// <c>note</c> info. Anything else, including null, is <see cref="Severity.Unknown"/>.
    /// </summary>
    /// <param name="name">For example <c>CRITICAL</c>.</param>
    public static Severity Parse(string? name) => name?.ToUpperInvariant() switch
    {
        "CRITICAL" => Severity.Critical,
        "HIGH" or "ERROR" => Severity.High,
        "MEDIUM" or "MODERATE" or "WARNING" => Severity.Medium,
        "LOW" => Severity.Low,
        "INFO" or "INFORMATIONAL" or "NOTICE" or "NOTE" => Severity.Info,
        _ => Severity.Unknown,
    };

    internal static string Of(Severity severity) => severity.ToString().ToUpperInvariant();
}
