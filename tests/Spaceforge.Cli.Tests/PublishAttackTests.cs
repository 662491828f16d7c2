namespace Spaceforge.Cli.Tests;

/// <summary>Text of a plugin where it would become names of files, commands of a worker, and lines of GitHub's workflows.</summary>
public sealed class PublishAttackTests : IDisposable
{
    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("guard", "../../1.0.0")]
    [InlineData("guard", "1.0.0/../../../here")]
    [InlineData("guard", "1.0.0$(touch here)`touch here`")]
    [InlineData("guard", "1.0.0 '; touch here; '")]
    [InlineData("guard", "${{ github.token }}")]
    [InlineData("guard", "1.0.0\\n- run: touch here")]
    [InlineData("guard", "1.0.0\\u001b[2J\\u202e")]
    [InlineData("guard", "")]
    [InlineData("../../guard", "1.0.0")]
    [InlineData("guard\\n- run: touch here", "1.0.0")]
    [InlineData("$(touch here)", "1.0.0")]
    [InlineData("${{ secrets.KEY }}", "1.0.0")]
    [Attack("author",
        "a plugin's name or version that leads to another folder, or holds text for shells, terminals or GitHub's workflows, in publish",
        "it is refused before anything is built or written")]
    public async Task Names_and_versions_lead_nowhere(string name, string version)
    {
        Write(name, version, "Looks.");
        var outcome = (await _tool.RunAsync("publish", "--embed", "--arch", "amd64")).ShouldExit(2);
        Assert.DoesNotContain('\e', outcome.Error);
        Assert.DoesNotContain('\u202e', outcome.Error);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["plugin.cs"], Directory.GetFileSystemEntries(_tool.Folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    [Attack("author", "a plugin's version, description and author with text for shells, YAML, terminals and GitHub's workflows",
        "the manifest holds it as text, and no command of it contains it")]
    public async Task Other_text_stays_text()
    {
        const string Text = "'\\\" $(touch here)`touch here`; touch here #\\n- run: touch here\\n${{ secrets.KEY }}\\n::error::x";
        Write("guard", Text, Text);
        (await _tool.RunAsync("generate")).ShouldExit(0);
        (await _tool.RunAsync("validate")).ShouldExit(0);
        var run = (await _tool.RunAsync("simulate", "plugin.yaml")).ShouldExit(0);
        Assert.DoesNotContain("\n::error::", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_tool.Folder.Path, "here", SearchOption.AllDirectories));

        var lines = await File.ReadAllLinesAsync(_tool.Folder.PathOf("plugin.yaml"), TestContext.Current.CancellationToken);
        var commands = lines.Where(line => line.Contains("launch.sh after_plan", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(commands);
        Assert.All(commands, line => Assert.DoesNotContain("touch", line, StringComparison.Ordinal));
    }

    void Write(string name, string version, string description) => _tool.Folder.Write("plugin.cs",
        $$"""
        #:package Spaceforge@1.0.0
        using Spaceforge;

        return await SpaceforgePlugin.RunAsync<Guard>(args);

        sealed class Guard : SpaceforgePlugin
        {
            public override string Name => "{{name}}";
            public override string Version => "{{version}}";
            public override string? Description => "{{description}}";
            public override string Author => "Nobody";

            protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);
}
