using System.Text;

namespace Spaceforge.Simulation.Tests;

/// <summary>The quick start of README.md, as a new user follows it.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_quick_start_works_from_its_first_to_its_last_command()
    {
        Needs.Program("terraform");
        using var tool = new Tool();
        tool.Provide("spaceforge", $"exec '{Repository.PathOf("spaceforge")}' \"$@\"");
        tool.Folder.Write("my-stack/main.tf", "resource \"terraform_data\" \"a\" {}\n");
        var script = tool.Folder.Write("quick-start", Script(await File.ReadAllTextAsync(
            Repository.PathOf("README.md"), TestContext.Current.CancellationToken)));

        var outcome = (await new CommandLine("sh", "-eu", script) { Folder = tool.Folder.Path, Variables = tool.Variables }.RunAsync())
            .ShouldExit(0);
        Assert.Equal(3, outcome.Error.Split("(my-plugin) Security scan passed!").Length - 1);
        Assert.Contains("FINISHED after", outcome.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(tool.Folder.PathOf("my-plugin", "report.html")));
    }

    /// <summary>Its commands, and the code that the user writes between them.</summary>
    static string Script(string page)
    {
        var script = new StringBuilder();
        var start = page.IndexOf("## Quick start", StringComparison.Ordinal);
        var parts = page[start..page.IndexOf("## More", StringComparison.Ordinal)].Split("```");
        foreach (var block in parts.Where((_, index) => index % 2 == 1))
        {
            var end = block.IndexOf('\n', StringComparison.Ordinal) + 1;
            var text = block[end..];
            if (block[..end].Trim() == "csharp") script.Append($"cat >plugin.cs <<'END'\n{text}END\n");
            else if (!text.StartsWith("dotnet tool install", StringComparison.Ordinal)) script.Append(text);
        }

        return script.ToString();
    }
}
