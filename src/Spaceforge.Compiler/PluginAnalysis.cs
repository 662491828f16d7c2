using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Spaceforge.Analyzers.Contexts;
using Spaceforge.Analyzers.Hooks;
using Spaceforge.Analyzers.Parameters;
using Spaceforge.Analyzers.Plugins;
using Spaceforge.Analyzers.Policies;
using Spaceforge.Analyzers.Variables;

namespace Spaceforge.Compiler;

/// <summary>Spaceforge's analyzers, which are compiled in because a native executable cannot load them.</summary>
static class PluginAnalysis
{
    const string Assembly = "Spaceforge.Analyzers.dll";

    static readonly DiagnosticAnalyzer[] Analyzers =
    [
        new CustomDataAnalyzer(), new HookBodyAnalyzer(), new HookCommandAnalyzer(), new HookMethodAnalyzer(), new MetadataAnalyzer(),
        new MountedFileAnalyzer(), new ParameterAnalyzer(), new ParameterPropertyAnalyzer(), new ParameterReferenceAnalyzer(),
        new PluginStartAnalyzer(), new PolicyBodyAnalyzer(), new SecretArgumentAnalyzer(), new SwallowedFailureAnalyzer(),
        new UnawaitedAnalyzer(), new UndeclaredVariableAnalyzer(), new VariableAnalyzer(),
    ];

    /// <exception cref="RefusedException">The plugin's version of the library has different analyzers.</exception>
    public static IEnumerable<Diagnostic> Run(
        CSharpCompilation compilation, CSharpCommandLineArguments arguments, AnalyzerConfigSet options)
    {
        var theirs = arguments.AnalyzerReferences.Select(reference => reference.FilePath)
            .SingleOrDefault(path => Path.GetFileName(path) == Assembly)
            ?? throw new RefusedException($"{Assembly} is missing");
        if (Identity(theirs) != typeof(HookBodyAnalyzer).Assembly.ManifestModule.ModuleVersionId)
        {
            throw new RefusedException($"{theirs} has a different version");
        }

        var analyzed = compilation.WithAnalyzers([.. Analyzers], new AnalyzerOptions([], new ConfigOptionsProvider(options)));
        return analyzed.GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    static Guid Identity(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
