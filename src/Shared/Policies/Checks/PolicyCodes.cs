namespace Spaceforge.Shared.Policies;

/// <summary>The codes of findings in policy bodies; docs/diagnostics explains each.</summary>
static class PolicyCodes
{
    public const string Syntax = "SF0705";
    public const string OtherVersion = "SF0706";
    public const string Compile = "SF0707";
    public const string Disabled = "SF0708";
    public const string RuleValue = "SF0709";
    public const string UnknownRule = "SF0710";
    public const string UnknownInput = "SF0711";
    public const string Package = "SF0712";
    public const string UnwrittenData = "SF0713";
    public const string UnreadData = "SF0714";

    /// <summary>All, with severity and title, in order.</summary>
    public static IReadOnlyList<(string Code, PolicySeverity Severity, string Title)> All { get; } =
    [
        (Syntax, PolicySeverity.Error, "A policy is not valid Rego"),
        (OtherVersion, PolicySeverity.Error, "A policy is written in the other version of Rego"),
        (Compile, PolicySeverity.Error, "A policy does not compile"),
        (Disabled, PolicySeverity.Error, "A policy calls a function that Spacelift disables"),
        (RuleValue, PolicySeverity.Error, "A policy's rule has the wrong kind of value"),
        (UnknownRule, PolicySeverity.Warning, "A policy's type does not have a rule"),
        (UnknownInput, PolicySeverity.Warning, "A policy reads an input that its type does not have"),
        (Package, PolicySeverity.Error, "A policy is not in the package spacelift"),
        (UnwrittenData, PolicySeverity.Warning, "A policy reads custom data that nothing writes"),
        (UnreadData, PolicySeverity.Suggestion, "No policy reads custom data that the plugin writes"),
    ];
}
