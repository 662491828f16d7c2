using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>Checks a policy without evaluating it.</summary>
static class PolicyCheck
{
    /// <summary>
    /// Functions that Spacelift supports. rand.intn and net.lookup_ip_addr are not on its list of disabled ones, but the engine only has
    /// them if the caller provides them.
    /// </summary>
    public static IReadOnlyList<string> Provided { get; } = ["rand.intn", "net.lookup_ip_addr"];

    /// <summary>All findings, in source order; empty if Spacelift would accept the policy.</summary>
    public static IReadOnlyList<PolicyFinding> Run(PolicyText policy) => Run(policy, out _);

    /// <summary>Like the other overload, with the compiled rules, if any, for checks across policies.</summary>
    internal static IReadOnlyList<PolicyFinding> Run(PolicyText policy, out Compilation? compilation)
    {
        compilation = null;
        var body = new PolicyLines(policy.Body);
        var findings = new List<PolicyFinding>();
        var prefix = SyntaxChecks.MissingPackage(policy, body, findings);
        var text = prefix.Length == 0 ? body : new PolicyLines(prefix + policy.Body);
        var module = RegoModule.TryParse(prefix + policy.Body, policy.File, policy.Version, out var errors);
        if (errors.Count > 0)
        {
            SyntaxChecks.Run(policy, prefix, [.. errors.Select(e => Shifted(e, prefix))], body, findings);
            return Ordered(findings);
        }

        if (policy.Kind is not null && !(module.PackagePath is [PolicyPrelude.Package]))
        {
            findings.Add(new()
            {
                Code = PolicyCodes.Package,
                Message = $"Spacelift reads the package '{PolicyPrelude.Package}', so the rules of '{string.Join(".", module.PackagePath)}' decide nothing; write 'package {PolicyPrelude.Package}'.",
                Line = module.PackagePlace.Line,
                Column = module.PackagePlace.Column,
                Length = "package".Length,
            });
            return Ordered(findings);
        }

        CallChecks.Disabled(module, text, findings);
        if (policy.Kind is { } kind) RuleChecks.Run(kind, policy.Version, module, text, findings);
        compilation = new Compilation(
            PolicyPrelude.Compiled(policy.Kind, policy.Version, module), new HashSet<string>(Provided, StringComparer.Ordinal));
        RegoChecks.Run(compilation);
        foreach (var error in compilation.Errors)
        {
            // Another check reports this better.
            if (findings.Exists(f => f.Severity == PolicySeverity.Error && f.Line == error.Place.Line
                && f.Column == error.Place.Column))
            {
                continue;
            }

            if (findings.Exists(f => f.Code == PolicyCodes.RuleValue) && error.Message.Contains("conflict")) continue;
            findings.Add(CallChecks.Compile(error, module, text));
        }

        if (compilation.Errors.Count == 0 && policy.Kind is { } type) InputChecks.Run(type, compilation, module, text, findings);
        for (var i = 0; i < findings.Count; i++)
        {
            if (prefix.Length > 0 && findings[i].Code != PolicyCodes.Package) findings[i] = Up(findings[i]);
        }

        return Ordered(findings);
    }

    // The inserted package is a separate line.
    static RegoError Shifted(RegoError error, string prefix) => prefix.Length == 0 ? error
        : new(error.Code, error.Message, error.Place with { Line = Math.Max(1, error.Place.Line - 1) });

    static PolicyFinding Up(PolicyFinding finding) => finding with
    {
        Line = Math.Max(1, finding.Line - 1),
        Fix = finding.Fix is { } fix
            ? fix with { Edits = [.. fix.Edits.Select(edit => edit with { Line = Math.Max(1, edit.Line - 1) })] } : null,
    };

    static PolicyFinding[] Ordered(List<PolicyFinding> findings) =>
        [.. findings.OrderBy(f => f.Line).ThenBy(f => f.Column).ThenBy(f => f.Code, StringComparer.Ordinal)];
}
