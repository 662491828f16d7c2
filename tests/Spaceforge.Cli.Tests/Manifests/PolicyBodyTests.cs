namespace Spaceforge.Cli.Tests.Manifests;

/// <summary>Findings in the bodies of policies: at the very character of the YAML, however it is written.</summary>
public sealed class PolicyBodyTests : IDisposable
{
    const string Head = "name: x\nversion: '1'\ndescription: d\nauthor: a\npolicies:\n  - name_prefix: p\n    type: PLAN\n    engine_type: REGO_V1\n";

    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("    body: |\n      package spacelift\n\n      deny contains 5\n", "12:21")]
    [InlineData("    body: |2-\n      package spacelift\n\n      deny contains 5\n", "12:21")]
    [InlineData("    body: | # why\n      # a: \"b\"\n      package spacelift\n      deny contains 5\n", "12:21")]
    [InlineData("    body: >\n      package spacelift\n\n\n      deny contains 5\n", "13:21")]
    [InlineData("    body: \"package spacelift\\n\\ndeny contains 5\"\n", "9:47")]
    [InlineData("    body: \"package spacelift\\n\\n\\\n      deny contains 5\"\n", "10:21")]
    [InlineData("    body: 'package spacelift\n\n      deny contains 5'\n", "11:21")]
    [InlineData("    body: &b |\n      package spacelift\n      deny contains\t5\n", "11:21")]
    public async Task A_mistake_is_at_its_character(string body, string place)
    {
        foreach (var lineBreak in new[] { "\n", "\r\n" })
        {
            _tool.Folder.Write("plugin.yaml", (Head + body).Replace("\n", lineBreak, StringComparison.Ordinal));
            var found = (await _tool.RunAsync("validate")).ShouldExit(1).Output;
            Assert.Contains($":{place}: error SF0709: ", found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Custom_data_that_nothing_writes_or_nothing_reads_is_reported()
    {
        _tool.Folder.Write("plugin.yaml", Head + """
                body: |
                  package spacelift
                  deny contains "x" if input.third_party_metadata.custom.cost > 1
            contexts:
              - name_prefix: c
                description: d
                hooks:
                  after_plan: [echo 1 > price.custom.spacelift.json]

            """);
        var found = (await _tool.RunAsync("validate")).ShouldExit(0).Output;
        Assert.Contains("plugin.yaml:11:62: warning SF0713: ", found, StringComparison.Ordinal);
        Assert.Contains(": suggestion SF0714: The plugin writes 'price.custom.spacelift.json'", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_writes_no_manifest_with_a_policy_that_is_wrong()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With(declarations: """"
            public override IReadOnlyList<Policy> Policies => [new("window", PolicyType.Plan, """
                package spacelift

                deny contains 5
                """) { EngineType = PolicyEngineType.RegoV1 }];
            """"));
        var outcome = (await _tool.RunAsync("generate", "plugin.cs")).ShouldExit(2);
        Assert.Contains(": error SF0709: policies[0] 'window': ", outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_tool.Folder.PathOf("plugin.yaml")));
    }
}
