using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Spaceforge.Compiler;

/// <summary>One program with its compiler arguments.</summary>
sealed class ProgramCompilation
{
    readonly CSharpCommandLineArguments _arguments;
    readonly AnalyzerConfigSet _options;
    readonly CSharpCompilation _compilation;

    /// <param name="argumentsFile">The arguments, one per line.</param>
    /// <param name="sources">Where files are read.</param>
    /// <exception cref="RefusedException">The SDK's compiler must do this.</exception>
    public ProgramCompilation(string argumentsFile, CompilationSources sources)
    {
        _arguments = CSharpCommandLineParser.Default.Parse(
            [$"@{argumentsFile}"], Directory.GetCurrentDirectory(), sdkDirectory: null);
        CheckSupported();
        _options = TreeOptions.Read(_arguments.AnalyzerConfigPaths);
        _compilation = CSharpCompilation.Create(
            _arguments.CompilationName,
            _arguments.SourceFiles.Select(file => Parse(file.Path, sources)),
            _arguments.MetadataReferences.Select(sources.Reference),
            _arguments.CompilationOptions
                .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
                .WithXmlReferenceResolver(new XmlFileResolver(_arguments.BaseDirectory))
                .WithSourceReferenceResolver(new SourceFileResolver([], _arguments.BaseDirectory, _arguments.PathMap))
                .WithSyntaxTreeOptionsProvider(new TreeOptions(_options)));
    }

    void CheckSupported()
    {
        if (!_arguments.Errors.IsEmpty) throw new RefusedException(_arguments.Errors[0].GetMessage(null));
        if (_arguments.Win32Icon is not null || _arguments.Win32ResourceFile is not null || _arguments.SourceLink is not null
            || _arguments.CompilationOptions.CryptoKeyFile is not null || !_arguments.EmbeddedFiles.IsEmpty
                || _arguments.MetadataReferences.Any(reference => reference.Properties.Kind != MetadataImageKind.Assembly))
        {
            throw new RefusedException("the program has an icon, a key, a module or embedded sources");
        }
    }

    SyntaxTree Parse(string path, CompilationSources sources)
    {
        var tree = CSharpSyntaxTree.ParseText(sources.Text(path, _arguments.ChecksumAlgorithm), _arguments.ParseOptions, path);
        GeneratorNames.CheckNone(tree);
        return tree;
    }

    /// <summary>Checks syntax and declarations; prints what it finds only if that has errors.</summary>
    /// <param name="messages">Receives diagnostics in the compiler's format.</param>
    /// <returns>Whether there are no errors.</returns>
    public bool Check(TextWriter messages)
    {
        // One stage after the other, like the SDK's compiler: with syntax errors, type errors would be noise.
        var found = _compilation.GetParseDiagnostics();
        if (!HasErrors(found)) found = found.AddRange(_compilation.GetDeclarationDiagnostics());
        if (!HasErrors(found)) return true;

        Print(found, messages);
        return false;
    }

    /// <summary>Writes the program, and its symbols beside it, if it has no errors.</summary>
    /// <param name="output">The program's path.</param>
    /// <param name="messages">Receives diagnostics in the compiler's format.</param>
    /// <returns>Whether there are no errors.</returns>
    public bool Emit(string output, TextWriter messages)
    {
        using var program = new MemoryStream();
        using var symbols = _arguments.EmitPdb && _arguments.EmitOptions.DebugInformationFormat != DebugInformationFormat.Embedded
            ? new MemoryStream() : null;
        using var manifest = _arguments.Win32Manifest is { } path ? File.OpenRead(path) : null;
        using var resources = _compilation.CreateDefaultWin32Resources(
            versionResource: true, _arguments.NoWin32Manifest, manifest, iconInIcoFormat: null);
        var result = _compilation.Emit(
            program,
            symbols,
            xmlDocumentationStream: null,
            resources,
            _arguments.ManifestResources,
            _arguments.EmitOptions.WithPdbFilePath(
                _arguments.PdbPath ?? Path.ChangeExtension(Path.Combine(_arguments.OutputDirectory, _arguments.OutputFileName!), ".pdb")));

        var diagnostics = result.Diagnostics.Concat(_arguments.SkipAnalyzers ? [] : PluginAnalysis.Run(_compilation, _arguments, _options))
            .ToArray();
        Print(diagnostics, messages);
        if (!result.Success || HasErrors(diagnostics)) return false;

        if (symbols is not null) File.WriteAllBytes(Path.ChangeExtension(output, ".pdb"), symbols.ToArray());
        File.WriteAllBytes(output, program.ToArray());
        return true;
    }

    static bool HasErrors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    static void Print(IEnumerable<Diagnostic> diagnostics, TextWriter messages)
    {
        foreach (var diagnostic in diagnostics.Where(
            diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed))
        {
            messages.WriteLine(CSharpDiagnosticFormatter.Instance.Format(diagnostic, CultureInfo.InvariantCulture));
        }
    }
}
