using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Spaceforge.Shared.Diagnostics;
using Spaceforge.Shared.Policies;
using Spaceforge.Validation;

namespace Spaceforge.Analyzers.Tests;

/// <summary>The page of each diagnostic: there, right, and with an example that shows it and a fix that does not.</summary>
public sealed partial class DiagnosticPageTests
{
    static readonly string Folder = Repository.PathOf("docs", "diagnostics");

    static IReadOnlyList<Rule> OfGenerate { get; } = [.. typeof(Rules).GetFields().Select(field => (Rule)field.GetValue(null)!)];

    static IReadOnlyList<DiagnosticDescriptor> OfAnalyzers { get; } =
        [.. typeof(Descriptors).GetFields().Select(field => (DiagnosticDescriptor)field.GetValue(null)!)];

    /// <summary>Of policy bodies: the tool has them, plugins know nothing of Rego.</summary>
    static IReadOnlyList<(string Code, PolicySeverity Severity, string Title)> OfPolicies => PolicyCodes.All;

    public static TheoryData<string> Codes =>
        [.. OfGenerate.Select(rule => rule.Code).Union(OfPolicies.Select(rule => rule.Code))
            .Union(OfAnalyzers.Select(rule => rule.Id)).Order(StringComparer.Ordinal)];

    /// <summary>Those whose examples are C#; others are about files.</summary>
    public static TheoryData<string> CodesOfPrograms =>
        [.. Codes.Select(row => row.Data).Where(code => !code.StartsWith("SF09", StringComparison.Ordinal) && !IsOfValidate(code))];

    [Fact]
    public void Every_page_has_its_rule() => Assert.Equal(
        Codes.Select(row => $"{row.Data}.md").Append("README.md").Order(StringComparer.Ordinal),
        Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_page_and_its_row_say_what_the_rule_says(string code)
    {
        var title = OfGenerate.FirstOrDefault(rule => rule.Code == code)?.Title
            ?? OfPolicies.FirstOrDefault(rule => rule.Code == code).Title
            ?? OfAnalyzers.First(rule => rule.Id == code).Title.ToString(null);
        var page = File.ReadAllText(Path.Combine(Folder, $"{code}.md"));
        var found = Found(code);

        Assert.StartsWith($"# {code}: {title}\n\n{SeverityOf(code).ToUpperInvariant()[0]}{SeverityOf(code)[1..]}. ",
            page, StringComparison.Ordinal);
        Assert.Contains(found switch
        {
            "generate" => " Found by `generate`.\n",
            "validate" => " Found by `validate`.\n",
            "editor" =>
            " Found while typing.\n",
            _ => " Found by `generate` and while typing.\n"
        }, page, StringComparison.Ordinal);
        Assert.Matches(@"\n## Example\n\n```(?s:.*)\n## Fix\n\n(?s:.*)```", page);
        Assert.Contains($"| [{code}]({code}.md) | {SeverityOf(code)} | {title} | {found} |\n", File.ReadAllText(
            Path.Combine(Folder, "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CodesOfPrograms))]
    public async Task The_example_of_a_page_breaks_its_rule_and_the_fix_does_not(string code)
    {
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(Folder, $"{code}.md")))
            .Select(block => Program(block.Groups[1].Value)).ToArray();
        Assert.Equal(2, blocks.Length);
        foreach (var (broken, program) in new[] { true, false }.Zip(blocks, (broken, source) => (broken, new PluginProgram(source))))
        {
            Assert.Empty(program.Errors);
            if (Found(code).Contains("editor", StringComparison.Ordinal))
            {
                var found = (await program.AnalyzeAsync()).Select(diagnostic => diagnostic.Id).ToList();
                Assert.Equal(broken, found.Contains(code));
                if (!broken) Assert.Empty(found);
            }

            if (Found(code) != "editor" && !IsOfPolicies(code))
            {
                Assert.Equal(broken, (await program.GenerateAsync()).Contains($" {code}: ", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void A_rule_of_both_is_the_same_rule_in_both() => Assert.All(OfAnalyzers, descriptor =>
    {
        if (OfGenerate.FirstOrDefault(rule => rule.Code == descriptor.Id) is not { } rule)
        {
            if (IsOfPolicies(descriptor.Id)) return;
            Assert.StartsWith("SF1", descriptor.Id, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(rule.Title, descriptor.Title.ToString(null));
        Assert.Equal(rule.Severity.ToString(), descriptor.DefaultSeverity.ToString());
    });

    [Fact]
    public void Every_diagnostic_is_of_an_analyzer_and_links_to_its_page()
    {
        Assert.Equal(
            OfAnalyzers.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal),
            PluginProgram.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)
                .Select(descriptor => descriptor.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.All(OfAnalyzers, descriptor => Assert.Equal($"{DiagnosticPages.Address}{descriptor.Id}.md", descriptor.HelpLinkUri));
    }

    /// <summary>Rules of the file, whose examples the tests of the tool run.</summary>
    static bool IsOfValidate(string code) => code.StartsWith("SF11", StringComparison.Ordinal);

    static bool IsOfPolicies(string code) => OfPolicies.Any(rule => rule.Code == code);

    static string Found(string code) =>
        IsOfValidate(code) ? "validate"
            : (OfGenerate.Any(rule => rule.Code == code) || IsOfPolicies(code), OfAnalyzers.Any(rule => rule.Id == code)) switch
            {
                (true, true) => "generate, editor",
                (true, false) => "generate",
                _ => "editor",
            };

    static string SeverityOf(string code) =>
        OfGenerate.FirstOrDefault(rule => rule.Code == code) is { } rule ? rule.Severity.ToString().ToLowerInvariant()
        : IsOfPolicies(code) ? OfPolicies.First(rule => rule.Code == code).Severity.ToString().ToLowerInvariant()
        : OfAnalyzers.First(descriptor => descriptor.Id == code).DefaultSeverity switch
        {
            DiagnosticSeverity.Info =>
            "suggestion",
            var severity => severity.ToString().ToLowerInvariant()
        };

    /// <summary>A whole program; examples are the members of a class where they are no more.</summary>
    static string Program(string example) => example.Contains("sealed class", StringComparison.Ordinal) ? example : $$"""
        return await SpaceforgePlugin.RunAsync<MyPlugin>(args);

        sealed class MyPlugin : SpaceforgePlugin
        {
            {{Unless(example, "string Name", "\"My-plugin\"")}}
            {{Unless(example, "string? Description", "\"An example.\"")}}
            {{example}}
        }
        """;

    static string Unless(string example, string property, string value) =>
        example.Contains($"override {property}", StringComparison.Ordinal) ? "" : $"public override {property} => {value};";

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
