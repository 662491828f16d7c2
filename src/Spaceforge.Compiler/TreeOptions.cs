using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Spaceforge.Compiler;

/// <summary>Diagnostic options from <c>.editorconfig</c> files and the SDK's global options.</summary>
sealed class TreeOptions(AnalyzerConfigSet set) : SyntaxTreeOptionsProvider
{
    readonly ImmutableDictionary<string, ReportDiagnostic> _global = set.GlobalConfigOptions.TreeOptions;

    /// <exception cref="RefusedException">A file contains a mistake that the SDK's compiler warns about.</exception>
    public static AnalyzerConfigSet Read(IEnumerable<string> paths)
    {
        var set = AnalyzerConfigSet.Create(
            paths.Select(path => AnalyzerConfig.Parse(SourceText.From(File.ReadAllText(path)), path)).ToArray(), out var diagnostics);
        return diagnostics.IsEmpty ? set : throw new RefusedException(diagnostics[0].GetMessage(null));
    }

    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) =>
        set.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions.TryGetValue("generated_code", out var value)
            ? bool.TryParse(value, out var generated)
                ? generated ? GeneratedKind.MarkedGenerated : GeneratedKind.NotGenerated : GeneratedKind.Unknown
            : GeneratedKind.Unknown;

    public override bool TryGetDiagnosticValue(
        SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

    public override bool TryGetGlobalDiagnosticValue(
        string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        _global.TryGetValue(diagnosticId, out severity);
}
