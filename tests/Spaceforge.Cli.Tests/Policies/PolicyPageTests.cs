using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Tests.Policies;

/// <summary>The examples of docs/policies.md, as somebody types them.</summary>
public sealed partial class PolicyPageTests : IDisposable
{
    const string Manifest = """
        name: x
        version: 1.0.0
        description: d
        author: a
        policies:
          - name_prefix: quiet
            type: PLAN
            engine_type: REGO_V1
            body: |
              package spacelift

              warn contains "no plan" if is_null(input.terraform)
        """;

    const string Plan = """
        {"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": [{
          "address": "aws_s3_bucket.logs", "mode": "managed", "type": "aws_s3_bucket", "name": "logs",
          "change": {"actions": ["delete"], "before": {"bucket": "logs"}, "after": null, "after_unknown": {}}}]}
        """;

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_examples_do_what_the_page_says()
    {
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "policies.md"), TestContext.Current.CancellationToken);
        string[] rego = [.. Blocks(page, "rego")];
        Assert.Equal(2, rego.Length);
        _tool.Folder.Write("policies/guard.rego", rego[0]);
        _tool.Folder.Write("policies/guard_test.rego", rego[1]);
        _tool.Folder.Write("plugin.yaml", Manifest);
        _tool.Folder.Write("plan.json", Plan);

        var outputs = new List<string>();
        foreach (var line in Blocks(page, "sh").SelectMany(block => block.TrimEnd('\n').Split('\n')))
        {
            Assert.StartsWith("spaceforge ", line, StringComparison.Ordinal);
            var outcome = await _tool.RunAsync(line["spaceforge ".Length..].Split(' '));
            outputs.Add(outcome.ShouldExit(line.Contains(" simulate ", StringComparison.Ordinal) ? 1 : 0).Output);
        }

        Assert.Contains(outputs, output => output.StartsWith(Blocks(page, "text").First(), StringComparison.Ordinal));
        Assert.Contains(outputs, output => output.Contains("Denied by policy: aws_s3_bucket.logs may not be deleted", StringComparison.Ordinal));
        Assert.Contains(outputs, output => output.Contains("PASS: 2/2", StringComparison.Ordinal));
    }

    static IEnumerable<string> Blocks(string page, string language) =>
        Block().Matches(page).Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value);

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
