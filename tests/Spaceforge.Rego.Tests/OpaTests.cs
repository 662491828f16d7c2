using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Spaceforge.Rego.Tests;

/// <summary>Where OPA itself is installed, it gives the same.</summary>
public sealed class OpaTests
{
    const string Input = """{"xs": [3, 1, 2], "o": {"a": {"b": 1.50}, "c": null}, "s": "é\u0000x"}""";

    [Theory]
    [InlineData("p contains x if some x in input.xs\nq[k] := v if some k, v in input.o\nr := sum(input.xs) / 4", RegoVersion.V1)]
    [InlineData(
        "p[x] { x := input.xs[_]; x > 1 }\nq = {k: v | v := input.o[k]}\nr = sprintf(\"%v %d %s\", [input.o, 3, input.s])", RegoVersion.V0)]
    [InlineData("f(x) := x + 0.1\np := [f(x) | some x in input.xs]\nq := {x | walk(input, [_, x])}\nr := sort(input.xs)", RegoVersion.V1)]
    public async Task OPA_gives_the_same(string rules, RegoVersion version)
    {
        var opa = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(f => Path.Combine(f, "opa")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(opa is null, "opa is not on the PATH");
        var said = (await new CommandLine(opa!, "version").RunAsync()).ShouldExit(0).Output;
        // An older one has other options and, without them, another language.
        Assert.SkipUnless(Regex.IsMatch(said, "^Version: [1-9]"), $"opa is older than 1.0: {said.Split('\n')[0]}");
        var policy = "package test\n" + rules;
        using var folder = new TemporaryFolder();
        var (policyFile, inputFile) = (Path.Combine(folder.Path, "policy.rego"), Path.Combine(folder.Path, "input.json"));
        await File.WriteAllTextAsync(policyFile, policy, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(inputFile, Input, TestContext.Current.CancellationToken);
        var compatible = version == RegoVersion.V0 ? "--v0-compatible" : "--v1-compatible";
        var output = (await new CommandLine(
            opa!, "eval", "--format", "json", compatible, "-d", policyFile, "-i", inputFile, "data.test").RunAsync()).ShouldExit(0).Output;
        var theirs = RegoJson.From(JsonNode.Parse(output)!["result"]![0]!["expressions"]![0]!["value"]);

        var ours = RegoPolicy.Compile(RegoModule.Parse(policy, "policy.rego", version))
            .Evaluate("data.test", new() { Input = RegoJson.Parse(Input) });
        Assert.Equal(theirs, RegoJson.From(RegoJson.ToNode(ours!)));
    }
}
