using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Analyzers.Policies;

/// <summary>Checks the Rego of policies as <c>generate</c> does, at the characters of the string.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PolicyBodyAnalyzer : PluginAnalyzer
{
    static readonly ImmutableDictionary<string, DiagnosticDescriptor> ByCode = new[]
    {
        Descriptors.PolicySyntax, Descriptors.PolicyVersion, Descriptors.PolicyCompile, Descriptors.PolicyDisabled,
        Descriptors.PolicyRuleValue, Descriptors.PolicyUnknownRule, Descriptors.PolicyUnknownInput, Descriptors.PolicyPackage,
    }.ToImmutableDictionary(descriptor => descriptor.Id);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. ByCode.Values.OrderBy(rule => rule.Id)];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.Policy is null) return;
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.ObjectCreation, OperationKind.With);
    }

    static void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        var cancellationToken = context.CancellationToken;
        if (!KnownTypes.Is(context.Operation.Type, types.Policy) || context.Operation.SemanticModel is not { } model) return;
        if (PolicyRecord.IsTemplate(context.Operation, cancellationToken)) return;
        if (PolicyRecord.Of(context.Operation, types, model, cancellationToken) is not { } policy) return;
        // A caller may still set the engine type.
        if (!policy.Text.NamesEngine && context.IsMadeByFunction()) return;
        var findings = PolicyFindings.Of(policy.Text, cancellationToken);
        if (findings.Count == 0) return;
        var places = LiteralText.Of(policy.Body, policy.Text.Body, model, cancellationToken);
        foreach (var finding in findings)
        {
            if (!ByCode.TryGetValue(finding.Code, out var rule)) continue;
            var start = BodyIndex.Of(policy.Text.Body, finding.Line, finding.Column);
            var engine = ImmutableDictionary<string, string?>.Empty.AddEngine(finding.OtherEngine, policy);
            if (places?.At(start, finding.Length) is { } place)
            {
                var fix = place.SourceTree is { } tree ? BodyFix.Properties(finding.Fix, policy.Text.Body, places, tree) : engine.Clear();
                context.ReportDiagnostic(Diagnostic.Create(
                    rule, place, place.SourceTree == policy.Body.SyntaxTree ? fix.AddRange(engine) : fix, finding.Message));
                continue;
            }

            var message = string.Format(
                CultureInfo.InvariantCulture, "line {0}, column {1}: {2}", finding.Line, finding.Column, finding.Message);
            context.ReportDiagnostic(Diagnostic.Create(rule, policy.Body.GetLocation(), engine, message));
        }
    }
}
