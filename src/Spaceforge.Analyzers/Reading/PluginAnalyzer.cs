using Microsoft.CodeAnalysis.Diagnostics;

namespace Spaceforge.Analyzers.Reading;

/// <summary>An analyzer that looks at nothing unless the program refers to the library, and never at generated code.</summary>
public abstract class PluginAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownTypes.Of(start.Compilation) is { } types) Register(start, types);
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, KnownTypes types);
}
