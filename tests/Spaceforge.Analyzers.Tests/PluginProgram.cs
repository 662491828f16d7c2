using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Spaceforge.Analyzers.Parameters;

namespace Spaceforge.Analyzers.Tests;

/// <summary>The program of a plugin, compiled as the SDK does, with all analyzers.</summary>
sealed class PluginProgram(params string[] sources)
{
    static readonly CSharpParseOptions Parsing = new CSharpParseOptions(LanguageVersion.CSharp14)
        .WithFeatures([KeyValuePair.Create("FileBasedProgram", "true")]);

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(ParameterAnalyzer).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    static readonly Lazy<string> LibraryFolder = new(FindLibraries);

    public CSharpCompilation Compilation { get; } = CSharpCompilation.Create(
        "plugin",
        sources.Append(PluginCode.Usings)
            .Select(source => CSharpSyntaxTree.ParseText(source, Parsing, cancellationToken: TestContext.Current.CancellationToken)),
        PluginCode.References,
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    public IEnumerable<string> Errors => Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString());

    public CompilationWithAnalyzers WithAnalyzers => Compilation.WithAnalyzers(Analyzers);

    /// <summary>What the analyzers find, by code.</summary>
    public async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync()
    {
        // What goes wrong in an analyzer is a diagnostic of another name.
        var found = await WithAnalyzers.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.All(found, diagnostic => Assert.StartsWith("SF", diagnostic.Id, StringComparison.Ordinal));
        return [.. found.OrderBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    /// <summary>Runs <c>generate</c> of the program in a process, and gives what it says.</summary>
    public async Task<string> GenerateAsync()
    {
        using var folder = new TemporaryFolder();
        var assembly = folder.PathOf("plugin.dll");
        Assert.Empty(Compilation.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(
            diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        folder.Write("plugin.runtimeconfig.json",
            """{"runtimeOptions":{"tfm":"net10.0","framework":{"name":"Microsoft.NETCore.App","version":"10.0.0"}}}""");
        foreach (var library in (string[])[
            "Spaceforge.dll", "Microsoft.Extensions.Logging.Abstractions.dll", "Microsoft.Extensions.DependencyInjection.Abstractions.dll"])
        {
            File.Copy(Path.Combine(LibraryFolder.Value, library), folder.PathOf(library));
        }

        var outcome = await new CommandLine("dotnet", "exec", assembly, "generate", "--source", folder.Write(
            "plugin.cs", "// the source"), "-o", "-").RunAsync();
        return outcome.Error;
    }

    /// <summary>Those with native code, which start in half the time, if ./spaceforge has compiled the same library.</summary>
    static string FindLibraries()
    {
        var native = Repository.PathOf("artifacts", "bin", "Spaceforge.Cli", "ready-to-run");
        var library = Path.Combine(native, "Spaceforge.dll");
        if (!File.Exists(library)) return AppContext.BaseDirectory;

        using var metadata = AssemblyMetadata.CreateFromFile(library);
        var isSame = metadata.GetModules()[0].GetModuleVersionId() == typeof(SpaceforgePlugin).Assembly.ManifestModule.ModuleVersionId;
        return isSame ? native : AppContext.BaseDirectory;
    }
}
