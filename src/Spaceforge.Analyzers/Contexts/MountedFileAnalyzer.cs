using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Definitions;
using Spaceforge.Validation;

namespace Spaceforge.Analyzers.Contexts;

/// <summary>Checks that mounted files are inside the workspace.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MountedFileAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.MountedPath];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) => context.RegisterOperationAction(
        operation =>
        {
            if (!KnownTypes.Is(operation.Operation.Type, types.MountedFile)) return;

            var path = ((IObjectCreationOperation)operation.Operation).Arguments.FirstOrDefault(
                argument => argument.Parameter?.Name == "Path")?.Value;
            if (path.Text() is { } text && WorkerPaths.Resolve(text) is null)
            {
                operation.ReportDiagnostic(
                    Diagnostic.Create(Descriptors.MountedPath, path!.Syntax.GetLocation(), $"'{text}': {RuleTexts.MountedPath}"));
            }
        },
        OperationKind.ObjectCreation);
}
