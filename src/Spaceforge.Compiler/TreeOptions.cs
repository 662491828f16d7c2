using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Spaceforge.Compiler;

/// <summary>What <c>.editorconfig</c> files and the SDK's global options say of diagnostics.</summary>
sealed class TreeOptions : SyntaxTreeOptionsProvider
{
    readonly AnalyzerConfigSet _set;
    readonly ImmutableDictionary<string, ReportDiagnostic> _global;

    public TreeOptions(IEnumerable<string> paths)
    {
        _set = AnalyzerConfigSet.Create(paths.Select(path => AnalyzerConfig.Parse(SourceText.From(File.ReadAllText(path)), path)).ToArray(), out var diagnostics);
        if (!diagnostics.IsEmpty) throw new RefusedException(diagnostics[0].GetMessage(null));
        _global = _set.GlobalConfigOptions.TreeOptions;
    }

    public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) =>
        _set.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions.TryGetValue("generated_code", out var value)
            ? bool.TryParse(value, out var generated) ? generated ? GeneratedKind.MarkedGenerated : GeneratedKind.NotGenerated : GeneratedKind.Unknown
            : GeneratedKind.Unknown;

    public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        _set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

    public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
        _global.TryGetValue(diagnosticId, out severity);
}
