using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Spaceforge.Analyzers.Policies;
using Spaceforge.CodeFixes;

namespace Spaceforge.Analyzers.Tests;

/// <summary>Policies in C#: what is wrong in them, at the very character of the string, however it is written.</summary>
public sealed class PolicyBodyTests
{
    const string Quotes = "\"\"\"\"";

    static readonly JsonSerializerOptions Naming = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Ways to write a string, and whether a line break is written as one.</summary>
    static readonly Dictionary<string, Func<string, string>> Forms = new()
    {
        ["raw"] = body => $"{Quotes}\n    {body.TrimEnd('\n').Replace("\n", "\n    ", StringComparison.Ordinal)}\n    {Quotes}",
        ["raw with tabs"] = body => $"{Quotes}\n\t\t{body.TrimEnd('\n').Replace("\n", "\n\t\t", StringComparison.Ordinal)}\n\t\t{Quotes}",
        ["raw with CRLF"] = body => $"{Quotes}\r\n{string.Join(
            "\r\n", body.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "" : $"  {line}"))}\r\n  {Quotes}",
        ["verbatim"] = body => $"@\"{body.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        ["ordinary"] = body => SymbolDisplay.FormatLiteral(body, quote: true),
        ["escaped"] = body => $"\"{string.Concat(body.Select(c => $"\\u{(int)c:x4}"))}\"",
        ["sum"] = body => string.Join(" + ", body.Split(' ').Select(part => SymbolDisplay.FormatLiteral(part, quote: true)))
            .Replace(" + ", " + \" \" +\n", StringComparison.Ordinal),
        ["constant"] = _ => "Body",
    };

    public static TheoryData<string, string> Mistakes =>
        new(Read<Mistake>("mistakes").SelectMany(mistake => Forms.Keys.Select(form => (mistake.Name, form))));

    public static TheoryData<string, string?, string> Right =>
        new(Read<Mistake>("right").Select(policy => (policy.Type, policy.Engine, policy.Body)));

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_found_at_its_character(string name, string form)
    {
        var mistake = Read<Mistake>("mistakes").Single(entry => entry.Name == name);
        var literal = Forms[form](mistake.Body);
        var source = Source(mistake.Type, mistake.Engine, literal, mistake.Body);
        var program = new PluginProgram(source);
        Assert.Empty(program.Errors);

        var found = (await program.AnalyzeAsync()).Where(diagnostic => diagnostic.Id == mistake.Code).ToArray();
        // What the body has at the place, the source has at the diagnostic.
        var lines = mistake.Body.Split('\n');
        var expected = lines[mistake.Line - 1][mistake.Column - 1];
        var index = lines.Take(mistake.Line - 1).Sum(line => line.Length + 1) + mistake.Column - 1;
        var start = source.IndexOf(form == "constant" ? Forms["ordinary"](mistake.Body) : literal, StringComparison.Ordinal);
        Assert.Contains(found, diagnostic =>
        {
            var text = source[start..diagnostic.Location.SourceSpan.Start];
            return Unwritten(form, text) == (form == "raw with CRLF"
                    ? mistake.Body[..index].Replace("\n", "\r\n", StringComparison.Ordinal) : mistake.Body[..index])
                && (form == "escaped" ? source.Substring(diagnostic.Location.SourceSpan.Start, 6) == $"\\u{(int)expected:x4}"
                    : source[diagnostic.Location.SourceSpan.Start] == expected
                        || (expected == '"' && form is not ("raw" or "raw with tabs" or "raw with CRLF")));
        });
    }

    [Theory]
    [InlineData("package spacelift\ndeny[msg] {\n  msg := \"x\"\n}", "package spacelift\ndeny contains msg if {\n  msg := \"x\"\n}")]
    [InlineData("package spacelift\n\nhelper {\n  true\n}", "package spacelift\n\nhelper if {\n  true\n}")]
    [InlineData("deny contains \"x\"", "package spacelift\n\ndeny contains \"x\"")]
    [InlineData("package spacelift\nsample == true", "package spacelift\nsample := true")]
    [InlineData(
        "package spacelift\ndeny contains \"x\" if input.spacelift.comit.hash",
        "package spacelift\ndeny contains \"x\" if input.spacelift.commit.hash")]
    public async Task A_fix_changes_the_body_however_it_is_written(string body, string expected)
    {
        foreach (var (form, write) in Forms.Where(form => form.Key != "sum"))
        {
            var source = Source("PLAN", "REGO_V1", write(body), body);
            var found = (await new PluginProgram(source).AnalyzeAsync()).First(
                diagnostic => BodyFix.Read(diagnostic.Properties) is not null);
            var changed = SourceText.From(source).WithChanges(BodyFix.Read(found.Properties)!.Value.Changes).ToString();
            var program = new PluginProgram(changed);
            Assert.Empty(program.Errors);
            Assert.True((await program.AnalyzeAsync()).Count == 0, $"{form}:\n{changed}");
            var values = CSharpSyntaxTree.ParseText(changed, cancellationToken: TestContext.Current.CancellationToken)
                .GetRoot(TestContext.Current.CancellationToken).DescendantTokens()
                    .Select(token => token.ValueText.Replace("\r\n", "\n", StringComparison.Ordinal));
            Assert.Contains(expected, values);
        }
    }

    [Fact]
    public Task An_editor_offers_the_fix() => PluginCode.FixesAsync<PolicyBodyAnalyzer, PolicyBodyFix>(
        PluginCode.Plugin("static Policy Made => new(\"p\", PolicyType.Plan, \"package spacelift\\n{|SF0705:sample|} == true\");"),
        PluginCode.Plugin("static Policy Made => new(\"p\", PolicyType.Plan, \"package spacelift\\nsample := true\");"));

    [Theory]
    [InlineData("deny {|SF0706:contains|} \\\"x\\\" if { true }", "", 1, " { EngineType = PolicyEngineType.RegoV1 }")]
    [InlineData("deny {|SF0706:contains|} \\\"x\\\" if { true }", " { Labels = [] }", 1,
        " { EngineType = PolicyEngineType.RegoV1, Labels = [] }")]
    [InlineData("deny {|SF0706:contains|} \\\"x\\\" if { true }", " { EngineType = PolicyEngineType.RegoV0 }", 1,
        " { EngineType = PolicyEngineType.RegoV1 }")]
    [InlineData("deny[\\\"x\\\"] {|SF0706:{|} true }", " { EngineType = PolicyEngineType.RegoV1 }", 1,
        " { EngineType = PolicyEngineType.RegoV0 }")]
    [InlineData("deny[\\\"x\\\"] {|SF0706:{|} true }", " { EngineType = new(\"REGO_V1\"), Labels = [] }", 1,
        " { EngineType = PolicyEngineType.RegoV0, Labels = [] }")]
    public Task An_editor_offers_to_set_the_engine_type(string rule, string initializer, int fix, string expected)
    {
        var fixedRule = rule.Replace("{|SF0706:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);
        return PluginCode.FixesAsync<PolicyBodyAnalyzer, PolicyBodyFix>(
            PluginCode.Plugin($"static Policy Made => new(\"p\", PolicyType.Plan, \"package spacelift\\n{rule}\"){initializer};"),
            PluginCode.Plugin($"static Policy Made => new(\"p\", PolicyType.Plan, \"package spacelift\\n{fixedRule}\"){expected};"),
            fix: fix);
    }

    [Theory]
    [MemberData(nameof(Right))]
    public async Task A_right_policy_has_no_finding(string type, string? engine, string body)
    {
        foreach (var form in Forms)
        {
            Assert.Empty((await new PluginProgram(Source(type, engine, form.Value(body), body)).AnalyzeAsync())
                .Select(diagnostic => $"{form.Key}: {diagnostic}"));
        }
    }

    [Fact]
    public async Task A_surrogate_pair_before_the_mistake_counts_as_it_is_written()
    {
        const string Body = "package spacelift\n\ndeny contains \"😀\" if { count(5) > 1 }\n";
        foreach (var literal in new[] { Forms["ordinary"](Body), Forms["raw"](Body),
            Forms["ordinary"](Body).Replace("😀", "\\U0001F600", StringComparison.Ordinal) })
        {
            var source = Source("PLAN", "REGO_V1", literal, Body);
            var found = Assert.Single(await new PluginProgram(source).AnalyzeAsync());
            Assert.Equal("count", source.Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
        }
    }

    [Theory]
    // What another part of the program decides.
    [InlineData("static Policy Make(string body) => new(\"p\", PolicyType.Plan, body);")]
    [InlineData("static Policy Make() => new(\"p\", PolicyType.Plan, \"package spacelift\\ndeny contains 1 if true\");")]
    [InlineData(
        "static readonly Policy A = new(\"p\", PolicyType.Plan, \"x\"); static Policy B => A with { Body = \"package spacelift\" };")]
    // Half-typed.
    [InlineData("static Policy Made => new(\"p\", PolicyType.Plan, \"package spa")]
    [InlineData("static Policy Made => new(\"p\", PolicyType.Plan, \"\"\"\n  package spacelift\n deny\n  \"\"\");")]
    [InlineData("static Policy Made => new(\"p\", PolicyType.Plan, \"\\U\\x\\u12\");")]
    [InlineData("static Policy Made => new(\"p\", , );")]
    [InlineData("static Policy Made => new() { Body = \"deny\" };")]
    [InlineData("const string A = B; const string B = A; static Policy Made => new(\"p\", PolicyType.Plan, A);")]
    public async Task Nothing_is_said_of_what_is_not_known(string member) =>
        Assert.DoesNotContain(
            await new PluginProgram(PluginCode.Plugin(member)).AnalyzeAsync(),
            found => found.Id.StartsWith("SF07", StringComparison.Ordinal));

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("deny[\"x\"] { [[[[", 20_000)]
    [InlineData("p := [x | x := [y | y := ", 2_000)]
    [InlineData("a if b\n", 20_000)]
    [InlineData("\ud800", 1_000)]
    [InlineData("\"", 50_001)]
    [InlineData("x := {\"a\": ", 10_000)]
    [InlineData("deny contains x if { some x in input.a; x == y }\n", 3_000)]
    public async Task A_hostile_body_ends_nothing(string piece, int times)
    {
        var body = "package spacelift\n" + string.Concat(Enumerable.Repeat(piece, times));
        var program = new PluginProgram(Source("PLAN", "REGO_V1", SymbolDisplay.FormatLiteral(body, quote: true), body));
        Assert.NotNull(await Wait.ForAsync(program.AnalyzeAsync(), "the analysis of a hostile body", TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task The_sample_of_all_mistakes_has_each_at_its_place()
    {
        var source = await File.ReadAllTextAsync(Repository.PathOf(
            "tests", "Spaceforge.Package.Tests", "Plugins", "mistakes.cs"), TestContext.Current.CancellationToken);
        var expected = source.Split('\n').Index()
            .Select(line => (line.Index, line.Item, Comment: line.Item.IndexOf("// SF07", StringComparison.Ordinal)))
            .Where(line => line.Comment >= 0)
            .Select(line => (Code: line.Item.Substring(line.Comment + 3, 6), line.Index,
                line.Item.IndexOf(line.Item[(line.Comment + 11)..], StringComparison.Ordinal)));
        Assert.Equal(expected, (await new PluginProgram(source).AnalyzeAsync())
            .Where(found => found.Id.StartsWith("SF07", StringComparison.Ordinal))
            .Select(found => (found.Id, found.Location.GetLineSpan().StartLinePosition))
            .Select(found => (found.Id, found.StartLinePosition.Line, found.StartLinePosition.Character)));
    }

    static string Source(string type, string? engine, string literal, string body) => $$"""
        return await SpaceforgePlugin.RunAsync<MyPlugin>(args);

        sealed class MyPlugin : SpaceforgePlugin
        {
            const string Body = {{(literal == "Body" ? Forms["ordinary"](body) : "\"\"")}};
            public override string Name => "my-plugin";
            public override string? Description => "An example.";
            public override IReadOnlyList<Policy> Policies => [new("window", new PolicyType("{{type}}"), {{literal}})
            {
                Labels = [Body.Length.ToString()],{{(engine is null ? "" : $" EngineType = new PolicyEngineType(\"{engine}\"),")}}
            }];
        }
        """;

    /// <summary>The text that the beginning of a literal stands for.</summary>
    static string Unwritten(string form, string written)
    {
        var closed = form switch
        {
            "raw" => Strip(written[(Quotes.Length + 1)..], "    "),
            "raw with tabs" => Strip(written[(Quotes.Length + 1)..], "\t\t"),
            "raw with CRLF" => Strip(written[(Quotes.Length + 2)..], "  "),
            "verbatim" => written[2..].Replace("\"\"", "\"", StringComparison.Ordinal),
            "sum" => Value(written.EndsWith('"') && written.Count(c => c == '"') % 2 == 1 ? $"{written}\"" : $"{written}\""),
            _ => Value($"{written}\""),
        };
        return closed;

        static string Strip(string text, string indentation) => string.Join('\n', text.Split('\n').Select(line =>
            line.StartsWith(indentation, StringComparison.Ordinal) ? line[indentation.Length..] : line.TrimStart(' ', '\t')));

        static string Value(string expression)
        {
            var compilation = CSharpCompilation.Create("value", [CSharpSyntaxTree.ParseText(
                $"class C {{ const string A = {expression}; }}", cancellationToken: TestContext.Current.CancellationToken)],
                PluginCode.References);
            var field = compilation.GetTypeByMetadataName("C")!.GetMembers("A").OfType<IFieldSymbol>().Single();
            return (string)field.ConstantValue!;
        }
    }

    static T[] Read<T>(string name) => JsonSerializer.Deserialize<T[]>(
        File.ReadAllText(Repository.PathOf("tests", "specification", "policy-mistakes", $"{name}.json")), Naming)!;

    sealed record Mistake(string Name, string Type, string? Engine, string Code, int Line, int Column, string Body);
}
