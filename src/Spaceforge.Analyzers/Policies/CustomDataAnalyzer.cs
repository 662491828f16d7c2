using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Analyzers.Policies;

/// <summary>Finds custom data that plan policies read and nothing in the program writes, and the reverse.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CustomDataAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.PolicyUnwrittenData, Descriptors.PolicyUnreadData];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types)
    {
        if (types.Policy is null) return;
        var (compilation, cancellationToken) = (context.Compilation, context.CancellationToken);
        var data = new Lazy<ProgramData>(() => ProgramData.Of(compilation, cancellationToken));
        context.RegisterOperationAction(
            operation => AnalyzePolicy(operation, types, data), OperationKind.ObjectCreation, OperationKind.With);
        context.RegisterOperationAction(operation => AnalyzeText(operation, data), OperationKind.Literal);
    }

    static void AnalyzePolicy(OperationAnalysisContext context, KnownTypes types, Lazy<ProgramData> data)
    {
        var cancellationToken = context.CancellationToken;
        if (!KnownTypes.Is(context.Operation.Type, types.Policy) || context.Operation.SemanticModel is not { } model) return;
        if (PolicyRecord.Of(context.Operation, types, model, cancellationToken) is not { } policy) return;
        if (policy.Text.Kind != PolicyKind.Plan) return;
        var reads = CustomData.Reads(policy.Text.Body).Keys.Where(read => data.Value.IsUnwritten(read.Key))
            .GroupBy(read => read.Key).Select(group => group.First()).ToArray();
        if (reads.Length == 0) return;
        var places = LiteralText.Of(policy.Body, policy.Text.Body, model, cancellationToken);
        foreach (var (key, index) in reads)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.PolicyUnwrittenData, places?.At(index, key.Length) ?? policy.Body.GetLocation(), CustomData.Unwritten(key)));
        }
    }

    static void AnalyzeText(OperationAnalysisContext context, Lazy<ProgramData> data)
    {
        if (context.Operation.Text() is not { } text || context.Operation.SemanticModel is not { } model) return;
        var keys = IsName(context.Operation) ? [(text, 0)] : CustomData.Files(text);
        foreach (var (key, index) in keys)
        {
            if (!data.Value.IsUnread(key)) continue;
            var places = LiteralText.Of(context.Operation.Syntax, text, model, context.CancellationToken);
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.PolicyUnreadData, places?.At(index, key.Length) ?? context.Operation.Syntax.GetLocation(),
                CustomData.Unread(key)));
        }
    }

    static bool IsName(IOperation literal) => literal.Parent is IArgumentOperation
    {
        Parameter.Ordinal: 0,
        Parent: IInvocationOperation { TargetMethod.Name: "AddToPolicyInput" },
    };
}
