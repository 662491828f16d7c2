namespace Spaceforge;

/// <summary>How bad a finding is, from <see cref="Unknown"/> up, so that severities compare and sort.</summary>
public enum Severity
{
    /// <summary>The tool gave none, or one that nobody knows: ⚪ UNKNOWN.</summary>
    Unknown,

    /// <summary>Worth knowing, nothing to mend: 🔵 INFO.</summary>
    Info,

    /// <summary>Fix it some day: 🟢 LOW.</summary>
    Low,

    /// <summary>Fix it soon: 🟡 MEDIUM.</summary>
    Medium,

    /// <summary>Fix it before the change goes out: 🟠 HIGH.</summary>
    High,

    /// <summary>Fix it now: 🔴 CRITICAL.</summary>
    Critical,
}
