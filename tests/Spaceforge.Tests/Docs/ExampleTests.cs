using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Spaceforge.Tests.Docs;

/// <summary>
/// Every C# example compiles as it stands. What <see cref="DocsTests"/> and the tests of the analyzers compile is left to those: three pages,
/// the diagnostics, and the excerpt of a sample, which says where it leaves something out.
/// </summary>
public sealed partial class ExampleTests
{
    // What a file-based app has without saying so.
    const string Implicit = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    static readonly CSharpParseOptions Parsing =
        new CSharpParseOptions(LanguageVersion.CSharp14).WithFeatures([KeyValuePair.Create("FileBasedProgram", "true")]);

    static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static TheoryData<string, int> Examples
    {
        get
        {
            string[] elsewhere = ["docs/plugins.md", "docs/services.md", "docs/scanning.md"];
            var examples = new TheoryData<string, int>();
            string[] folders = ["docs", "src", "samples", "plugins", "benchmarks"];
            var pages = folders.SelectMany(folder => Directory.GetFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories))
                .Concat(Directory.GetFiles(Repository.Root, "*.md"))
                .Select(page => Path.GetRelativePath(Repository.Root, page))
                .Where(page => !elsewhere.Contains(page) && !page.StartsWith("docs/diagnostics/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal);
            foreach (var page in pages)
            {
                foreach (var (i, example) in Blocks(page).Index())
                {
                    if (!example.Contains("    // ...\n", StringComparison.Ordinal)) examples.Add(page, i + 1);
                }
            }

            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_compiles(string page, int number)
    {
        var compilation = CSharpCompilation.Create(
            "example",
            new[] { Whole(Blocks(page)[number - 1]), Implicit }.Select(source => CSharpSyntaxTree.ParseText(source, Parsing)),
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var errors = compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("", string.Join('\n', errors));
    }

    /// <summary>
    /// A program as it is; statements within a program that has the usings of their package, a plugin, and the token that tests have.
    /// </summary>
    static string Whole(string example) => UsingLine().IsMatch(example)
        ? example
        : $$"""
        using Spaceforge;
        using Spaceforge.Rego;
        using Spaceforge.Testing;
        using Xunit;

        var cancellationToken = CancellationToken.None;
        {{example}}

        sealed class MyPlugin : SpaceforgePlugin
        {
            public override string Name => "my-plugin";
        }
        """;

    static string[] Blocks(string page) =>
        [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))).Select(block => block.Groups[1].Value)];

    [GeneratedRegex(@"^```(?:csharp|cs|c#)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^using [A-Z][\w.]*;$", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
