using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Tests.Policies;

/// <summary>Mistakes in the policies of a plugin: <c>generate</c> and <c>policy check</c> report each at its character of the C#.</summary>
public sealed class PolicyMistakeTests : IDisposable
{
    static readonly JsonSerializerOptions Naming = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    // The ways to write a string.
    static readonly Func<string, string>[] Forms =
    [
        body => $"\"\"\"\"\n        {Indented(body, "        ")}\n        \"\"\"\"",
        body => $"@\"{body.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        body => $"\"\"\"\"\n\t\t{Indented(body, "\t\t")}\n\t\t\"\"\"\"",
        body => $"\"{body.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        body => string.Join(" +\n            ", body.Split('\n').Select((line, i) => $"@\"{(i == 0 ? "" : "\n")}{
            line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")),
    ];

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Each_is_found_and_what_is_right_is_not()
    {
        var mistakes = Read("mistakes");
        Assert.InRange(mistakes.Length, 20, 100);
        foreach (var lineBreak in new[] { "\n", "\r\n" })
        {
            var (source, places) = Plugin(mistakes);
            _tool.Folder.Write("plugin.cs", source.Replace("\n", lineBreak, StringComparison.Ordinal));
            var expected = mistakes.Zip(places, (mistake, place) => $"plugin.cs:{place}: {mistake.Code}").ToArray();
            var generated = (await _tool.RunAsync("generate", "plugin.cs")).ShouldExit(2);
            Assert.True(!expected.Except(Shown(generated.Error)).Any(), generated.Error);
            Assert.False(File.Exists(_tool.Folder.PathOf("plugin.yaml")));
            var found = JsonNode.Parse((await _tool.RunAsync("policy", "check", "plugin.cs", "--json")).ShouldExit(1).Output)!.AsArray();
            Assert.Empty(expected.Except(
                found.Select(finding => $"{finding!["file"]}:{finding["line"]}:{finding["column"]}: {finding["code"]}")));
        }

        _tool.Folder.Write("plugin.cs", Plugin(Read("right")).Source);
        Assert.Equal("Wrote plugin.yaml\n", (await _tool.RunAsync("generate", "plugin.cs")).ShouldExit(0).Error);
        Assert.Equal("", (await _tool.RunAsync("policy", "check", "plugin.cs")).ShouldExit(0).Output);
    }

    [Fact]
    public async Task A_project_has_them_in_its_files()
    {
        _tool.Folder.Write("My.csproj", PluginText.Project);
        _tool.Folder.Write("Program.cs", PluginText.With(declarations: "public override IReadOnlyList<Policy> Policies => Rules.All;")
            .Replace("#!/usr/bin/env dotnet\n#:package Spaceforge@1.0.0\n", "", StringComparison.Ordinal));
        _tool.Folder.Write("Policies/Rules.cs", """"
            using Spaceforge;

            // "a string" in a comment, and '"' after it.
            static class Rules
            {
                const char Quote = '"';

                public static IReadOnlyList<Policy> All => [new("window", PolicyType.Plan, """
                    package spacelift

                    deny contains 5
                    """) { EngineType = PolicyEngineType.RegoV1 }, new("cost", PolicyType.Plan, """
                    package spacelift

                    deny contains "cost" if input.third_party_metadata.custom.cost > 1
                    """) { EngineType = PolicyEngineType.RegoV1 }];
            }

            """");
        var generated = (await _tool.RunAsync("generate", "My.csproj")).ShouldExit(2);
        Assert.Equal(["Policies/Rules.cs:11:23: SF0709", "Policies/Rules.cs:15:67: SF0713"], Shown(generated.Error));
        var found = (await _tool.RunAsync("policy", "check", "My.csproj")).ShouldExit(1).Output;
        Assert.Equal(["Policies/Rules.cs:11:23: SF0709", "Policies/Rules.cs:15:67: SF0713"], Shown(found));
    }

    static string[] Shown(string text) => [.. text.Split('\n').Select(line => line.Split(": "))
        .Where(parts => parts is [_, ['e' or 'w' or 's', .., ' ', 'S', 'F', _, _, _, _], ..])
        .Select(parts => $"{parts[0]}: {parts[1].Split(' ')[1]}")];

    static string Indented(string body, string indentation) =>
        body.TrimEnd('\n').Replace("\n", $"\n{indentation}", StringComparison.Ordinal);

    /// <summary>A plugin with the policies, and the line and column of each mistake.</summary>
    static (string Source, IReadOnlyList<string> Places) Plugin(IReadOnlyList<Mistake> policies)
    {
        var code = "public override IReadOnlyList<Policy> Policies => [\n";
        var places = new List<int>();
        foreach (var (i, policy) in policies.Index())
        {
            var form = i % Forms.Length;
            var engine = policy.Engine is null ? "" : $" {{ EngineType = new(\"{policy.Engine}\") }}";
            code += $"    new(\"policy-{i}\", new(\"{policy.Type}\"), ";
            // The text of the form up to the mistake ends there.
            var index = policy.Body.Split('\n').Take(Math.Max(0, policy.Line - 1)).Sum(line => line.Length + 1) + policy.Column - 1;
            const char Mark = '\u00a7';
            var marked = policy.Line == 0 ? policy.Body : policy.Body.Insert(index, $"{Mark}");
            var written = Forms[form](marked);
            places.Add(code.Length + Math.Max(0, written.IndexOf(Mark, StringComparison.Ordinal)));
            code += written.Replace($"{Mark}", "", StringComparison.Ordinal) + $"){engine},\n";
        }

        var source = PluginText.With(declarations: code + "];");
        var start = source.IndexOf(code, StringComparison.Ordinal);
        return (source, [.. places.Select(place => source[..(start + place)]).Select(
            before => $"{before.Count(c => c == '\n') + 1}:{before.Length - before.LastIndexOf('\n')}")]);
    }

    static Mistake[] Read(string name) => JsonSerializer.Deserialize<Mistake[]>(
        File.ReadAllText(Repository.PathOf("tests", "specification", "policy-mistakes", $"{name}.json")), Naming)!;

    sealed record Mistake(string Name, string Type, string? Engine, string Code, int Line, int Column, string Body);
}
