using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Spaceforge.Analyzers.Tests;

/// <summary>
/// Checks C# against an analyzer with Roslyn's own library. <c>{|SF0203:text|}</c> marks what the analyzer must find, and nothing else.
/// </summary>
static class PluginCode
{
    // What implicit usings and the directive of a file-based app bring.
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.Extensions.Logging;
        global using Spaceforge;

        """;

    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll").Where(IsManaged)
            .Append(typeof(SpaceforgePlugin).Assembly.Location)
            .Append(typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>A plugin with these members.</summary>
    public static string Plugin(string members) => $$"""
        sealed class MyPlugin : SpaceforgePlugin
        {
            public override string Name => "my-plugin";

        {{string.Join('\n', members.Split('\n').Select(line => line.Length == 0 ? line : $"    {line}"))}}
        }

        """;

    public static Task FindsAsync<TAnalyzer>(
        string code, OutputKind kind = OutputKind.DynamicallyLinkedLibrary, string? editorConfig = null)
        where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var test = new CSharpAnalyzerTest<TAnalyzer, DefaultVerifier> { TestCode = code };
        Prepare(test, test.TestState, kind);
        if (editorConfig is not null) test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", $"root = true\n[*.cs]\n{editorConfig}\n"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Applies a fix; the result must compile and have nothing left to find.</summary>
    public static Task FixesAsync<TAnalyzer, TFix>(
        string code, string result, OutputKind kind = OutputKind.DynamicallyLinkedLibrary, int fix = 0)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var test = new CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier> { TestCode = code, FixedCode = result, CodeActionIndex = fix };
        Prepare(test, test.TestState, kind);
        test.FixedState.Sources.Add(("Usings.cs", Usings));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Finds something, and leaves its mend to the author.</summary>
    public static Task OffersNothingAsync<TAnalyzer, TFix>(string code)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new() => FixesAsync<TAnalyzer, TFix>(code, code);

    static void Prepare<TVerifier>(AnalyzerTest<TVerifier> test, ProjectState state, OutputKind kind)
        where TVerifier : IVerifier, new()
    {
        test.ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        state.AdditionalReferences.AddRange(References);
        state.Sources.Add(("Usings.cs", Usings));
        state.OutputKind = kind;
        test.SolutionTransforms.Add((solution, id) => solution
            .WithProjectParseOptions(id, new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.Parse))
            .WithProjectCompilationOptions(
                id, ((CSharpCompilationOptions)solution.GetProject(id)!.CompilationOptions!).WithNullableContextOptions(
                    NullableContextOptions.Enable)));
    }

    static bool IsManaged(string path) => Path.GetFileName(path) is var name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "Microsoft.CSharp.dll")
        && !name.Contains(".Native.", StringComparison.Ordinal);
}
