using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Spaceforge.Compiler;

/// <summary>Compiles with the arguments that the SDK gave its compiler in the last full build.</summary>
static class SavedCompilation
{
    static string Version => typeof(CSharpCompilation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

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

    /// <param name="version">The version of the SDK's compiler, which this one must be.</param>
    /// <param name="argumentsFile">The arguments, one a line.</param>
    /// <param name="output">Where the program goes.</param>
    /// <param name="messages">Where diagnostics go, in the compiler's form.</param>
    public static int Run(string version, string argumentsFile, string output, TextWriter messages)
    {
        try
        {
            if (version != Version) throw new RefusedException($"this is compiler {Version}");

            var arguments = CSharpCommandLineParser.Default.Parse([$"@{argumentsFile}"], Directory.GetCurrentDirectory(), sdkDirectory: null);
            Check(arguments);
            return Emit(Create(arguments), arguments, output, messages);
        }
        catch (Exception e) when (e is RefusedException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            messages.WriteLine($"refused: {e.Message}");
            return CompilerExit.Refused;
        }
    }

    static void Check(CSharpCommandLineArguments arguments)
    {
        if (!arguments.Errors.IsEmpty) throw new RefusedException(arguments.Errors[0].GetMessage(null));
        if (arguments.Win32Icon is not null || arguments.Win32ResourceFile is not null || arguments.SourceLink is not null
            || arguments.CompilationOptions.CryptoKeyFile is not null || !arguments.EmbeddedFiles.IsEmpty || !arguments.AddModulesIsEmpty())
        {
            throw new RefusedException("the program has an icon, a key, a module or embedded sources");
        }
    }

    static bool AddModulesIsEmpty(this CSharpCommandLineArguments arguments) =>
        arguments.MetadataReferences.All(reference => reference.Properties.Kind == MetadataImageKind.Assembly);

    static CSharpCompilation Create(CSharpCommandLineArguments arguments)
    {
        var trees = arguments.SourceFiles.AsParallel().AsOrdered().Select(file => Parse(file.Path, arguments)).ToArray();
        return CSharpCompilation.Create(
            arguments.CompilationName,
            trees,
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference, reference.Properties)),
            arguments.CompilationOptions
                .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
                .WithXmlReferenceResolver(new XmlFileResolver(arguments.BaseDirectory))
                .WithSourceReferenceResolver(new SourceFileResolver([], arguments.BaseDirectory, arguments.PathMap))
                .WithSyntaxTreeOptionsProvider(new TreeOptions(arguments.AnalyzerConfigPaths)));
    }

    static SyntaxTree Parse(string path, CSharpCommandLineArguments arguments)
    {
        using var stream = File.OpenRead(path);
        // What is not UTF-8 the SDK's compiler reads in the machine's own way.
        var text = SourceText.From(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), arguments.ChecksumAlgorithm);
        var tree = CSharpSyntaxTree.ParseText(text, arguments.ParseOptions, path);
        GeneratorNames.CheckNone(tree);
        return tree;
    }

    static int Emit(CSharpCompilation compilation, CSharpCommandLineArguments arguments, string output, TextWriter messages)
    {
        using var program = new MemoryStream();
        using var symbols = arguments.EmitPdb && arguments.EmitOptions.DebugInformationFormat != DebugInformationFormat.Embedded ? new MemoryStream() : null;
        using var manifest = arguments.Win32Manifest is { } path ? File.OpenRead(path) : null;
        using var resources = compilation.CreateDefaultWin32Resources(versionResource: true, arguments.NoWin32Manifest, manifest, iconInIcoFormat: null);
        var result = compilation.Emit(
            program,
            symbols,
            xmlDocumentationStream: null,
            resources,
            arguments.ManifestResources,
            arguments.EmitOptions.WithPdbFilePath(arguments.PdbPath ?? Path.ChangeExtension(Path.Combine(arguments.OutputDirectory, arguments.OutputFileName!), ".pdb")));

        foreach (var diagnostic in result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed))
        {
            messages.WriteLine(CSharpDiagnosticFormatter.Instance.Format(diagnostic));
        }

        if (!result.Success || result.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)) return CompilerExit.Errors;

        if (symbols is not null) File.WriteAllBytes(Path.ChangeExtension(output, ".pdb"), symbols.ToArray());
        File.WriteAllBytes(output, program.ToArray());
        return CompilerExit.Done;
    }
}
