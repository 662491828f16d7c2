namespace Spaceforge.Scanning;

/// <summary>Severities by the names that scanners give them.</summary>
public static class SeverityName
{
    /// <summary>
    /// The severity of a name, in any case. Linters' words stand for <c>error</c> high, <c>warning</c> medium, <c>notice</c> and
    /// <c>note</c> info; none, null or another one is <see cref="Severity.Unknown"/>.
    /// </summary>
    /// <param name="name">For instance <c>CRITICAL</c>.</param>
    public static Severity Parse(string? name) => name?.ToUpperInvariant() switch
    {
        "CRITICAL" => Severity.Critical,
        "HIGH" or "ERROR" => Severity.High,
        "MEDIUM" or "MODERATE" or "WARNING" => Severity.Medium,
        "LOW" => Severity.Low,
        "INFO" or "NOTICE" or "NOTE" => Severity.Info,
        _ => Severity.Unknown,
    };

    internal static string Of(Severity severity) => severity.ToString().ToUpperInvariant();
}
