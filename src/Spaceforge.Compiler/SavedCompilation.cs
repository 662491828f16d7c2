using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Spaceforge.Compiler;

/// <summary>Compiles with the compiler arguments of the last full build.</summary>
static class SavedCompilation
{
    static string Version =>
        typeof(CSharpCompilation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static int PrintVersion(TextWriter output)
    {
        output.WriteLine(Version);
        return CompilerExit.Done;
    }

    public static int PrintUsage(TextWriter output)
    {
        output.WriteLine("Usage: spaceforge-compiler VERSION ARGUMENTS_FILE OUTPUT");
        return CompilerExit.Refused;
    }

    /// <param name="version">The version of the SDK's compiler, which must be this compiler's.</param>
    /// <param name="argumentsFile">The arguments, one per line.</param>
    /// <param name="output">The program's path.</param>
    /// <param name="messages">Receives diagnostics in the compiler's format.</param>
    public static int Run(string version, string argumentsFile, string output, TextWriter messages)
    {
        try
        {
            if (version != Version) throw new RefusedException($"this is compiler {Version}");

            var arguments = CSharpCommandLineParser.Default.Parse(
                [$"@{argumentsFile}"], Directory.GetCurrentDirectory(), sdkDirectory: null);
            CheckSupported(arguments);
            var options = TreeOptions.Read(arguments.AnalyzerConfigPaths);
            return Emit(Create(arguments, options), arguments, options, output, messages);
        }
        catch (Exception e)
        {
            // For any error, the SDK's compiler does the work or reports the cause.
            messages.WriteLine($"refused: {e.Message}");
            return CompilerExit.Refused;
        }
    }

    static void CheckSupported(CSharpCommandLineArguments arguments)
    {
        if (!arguments.Errors.IsEmpty) throw new RefusedException(arguments.Errors[0].GetMessage(null));
        if (arguments.Win32Icon is not null || arguments.Win32ResourceFile is not null || arguments.SourceLink is not null
            || arguments.CompilationOptions.CryptoKeyFile is not null || !arguments.EmbeddedFiles.IsEmpty
                || arguments.MetadataReferences.Any(reference => reference.Properties.Kind != MetadataImageKind.Assembly))
        {
            throw new RefusedException("the program has an icon, a key, a module or embedded sources");
        }
    }

    static CSharpCompilation Create(CSharpCommandLineArguments arguments, AnalyzerConfigSet options)
    {
        var trees = arguments.SourceFiles.Select(file => Parse(file.Path, arguments)).ToArray();
        return CSharpCompilation.Create(
            arguments.CompilationName,
            trees,
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference, reference.Properties)),
            arguments.CompilationOptions
                .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
                .WithXmlReferenceResolver(new XmlFileResolver(arguments.BaseDirectory))
                .WithSourceReferenceResolver(new SourceFileResolver([], arguments.BaseDirectory, arguments.PathMap))
                .WithSyntaxTreeOptionsProvider(new TreeOptions(options)));
    }

    static SyntaxTree Parse(string path, CSharpCommandLineArguments arguments)
    {
        using var stream = File.OpenRead(path);
        // The SDK's compiler reads files that are not UTF-8 in the system's encoding.
        var text = SourceText.From(
            stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), arguments.ChecksumAlgorithm);
        var tree = CSharpSyntaxTree.ParseText(text, arguments.ParseOptions, path);
        GeneratorNames.CheckNone(tree);
        return tree;
    }

    static int Emit(
        CSharpCompilation compilation, CSharpCommandLineArguments arguments, AnalyzerConfigSet options, string output, TextWriter messages)
    {
        // One stage after the other, like the SDK's compiler: with syntax errors, type errors would be noise.
        var found = compilation.GetParseDiagnostics();
        if (!HasErrors(found)) found = found.AddRange(compilation.GetDeclarationDiagnostics());
        if (HasErrors(found))
        {
            Print(found, messages);
            return CompilerExit.Errors;
        }

        using var program = new MemoryStream();
        using var symbols = arguments.EmitPdb && arguments.EmitOptions.DebugInformationFormat != DebugInformationFormat.Embedded
            ? new MemoryStream() : null;
        using var manifest = arguments.Win32Manifest is { } path ? File.OpenRead(path) : null;
        using var resources = compilation.CreateDefaultWin32Resources(
            versionResource: true, arguments.NoWin32Manifest, manifest, iconInIcoFormat: null);
        var result = compilation.Emit(
            program,
            symbols,
            xmlDocumentationStream: null,
            resources,
            arguments.ManifestResources,
            arguments.EmitOptions.WithPdbFilePath(
                arguments.PdbPath ?? Path.ChangeExtension(Path.Combine(arguments.OutputDirectory, arguments.OutputFileName!), ".pdb")));

        var diagnostics = result.Diagnostics.Concat(arguments.SkipAnalyzers ? [] : PluginAnalysis.Run(compilation, arguments, options))
            .ToArray();
        Print(diagnostics, messages);
        if (!result.Success || HasErrors(diagnostics)) return CompilerExit.Errors;

        if (symbols is not null) File.WriteAllBytes(Path.ChangeExtension(output, ".pdb"), symbols.ToArray());
        File.WriteAllBytes(output, program.ToArray());
        return CompilerExit.Done;
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
