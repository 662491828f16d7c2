namespace Spaceforge;

/// <summary>The severity of a finding, in ascending order from <see cref="Unknown"/>, so that severities can be compared.</summary>
public enum Severity
{
    /// <summary>The tool reported none, or an unknown one: ⚪ UNKNOWN.</summary>
    Unknown,

    /// <summary>For information only: 🔵 INFO.</summary>
    Info,

    /// <summary>Fix it eventually: 🟢 LOW.</summary>
    Low,

    /// <summary>Fix it soon: 🟡 MEDIUM.</summary>
    Medium,

    /// <summary>Fix it before release: 🟠 HIGH.</summary>
    High,

    /// <summary>Fix it now: 🔴 CRITICAL.</summary>
    Critical,
}
