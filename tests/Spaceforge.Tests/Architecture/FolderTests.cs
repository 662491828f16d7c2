namespace Spaceforge.Tests.Architecture;

/// <summary>Folders of a project use each other in one direction, as docs/architecture.md draws them.</summary>
public sealed class FolderTests
{
    public static TheoryData<string, string> Projects => new()
    {
        { "src/Spaceforge", "Spaceforge" },
        { "src/Spaceforge.Cli", "spaceforge-cli" },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_have_no_circles_and_are_drawn(string project, string assembly)
    {
        var graph = FolderGraph.Of(project, assembly);
        Assert.Equal("", string.Join('\n', graph.FindCircle()));

        var (begin, end) = ($"<!-- folders of {project} -->\n", $"\n<!-- end of {project} -->");
        var path = Repository.PathOf("docs", "architecture.md");
        var page = File.ReadAllText(path);
        var drawn = page.Split(begin)[1].Split(end)[0];
        var actual = graph.ToMarkdown();
        if (drawn == actual) return;

        var proposal = Repository.PathOf("artifacts", "architecture.md");
        File.WriteAllText(proposal, page.Replace(begin + drawn + end, begin + actual + end, StringComparison.Ordinal));
        Assert.Fail($"The folders of {project} use others than {path} draws. Where that is meant: cp {proposal} {path}");
    }

    [Fact]
    public void A_circle_is_found()
    {
        var graph = FolderGraph.Of("tests/Spaceforge.Tests/Architecture/Circle", "circle");
        Assert.Equal(["One uses Two: One/First.cs names Second", "Two uses One: Two/Second.cs names First"], graph.FindCircle());
    }
}
