using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Spaceforge.Tests.Architecture;

/// <summary>What tests/mutation/run says is about the code of today.</summary>
public sealed partial class MutationTests
{
    static readonly string Folder = Repository.PathOf("tests", "mutation");

    [Fact]
    public void A_change_that_may_survive_is_of_a_line_that_is_there_and_has_a_reason()
    {
        var rows = File.ReadAllLines(Path.Combine(Folder, "survivors.tsv")).Where(line => line.Length > 0 && line[0] != '#');
        Assert.All(rows, row =>
        {
            var cells = row.Split('\t');
            Assert.Equal(4, cells.Length);
            var source = Blanks().Replace(File.ReadAllText(Repository.PathOf("src", cells[0])), " ");
            Assert.Contains(cells[1], source, StringComparison.Ordinal);
            Assert.NotEqual("", cells[3]);
        });
    }

    [Fact]
    public void Each_area_has_sources_and_tests()
    {
        var areas = Area().Matches(File.ReadAllText(Path.Combine(Folder, "run")));
        Assert.NotEmpty(areas);
        Assert.All(areas, area =>
        {
            var sources = Patterns($"sources/{area.Groups[2].Value}.csproj").ToArray();
            Assert.All(Quoted().Matches(area.Groups[3].Value), folder =>
                Assert.Contains(sources, path => path.Contains($"/{folder.Groups[1].Value}/", StringComparison.Ordinal)));
            Assert.NotEmpty(Patterns($"tests/{area.Groups[1].Value}-tests.csproj"));
        });
    }

    /// <summary>The files that a project compiles; each pattern must have some.</summary>
    static IEnumerable<string> Patterns(string project) =>
        from item in XDocument.Load(Path.Combine(Folder, project)).Descendants("Compile")
        from pattern in item.Attribute("Include")!.Value.Replace("$(Source)", "src/").Replace("$(Tests)", "tests/").Split(';')
        where pattern.Contains('/', StringComparison.Ordinal)
        from file in FilesOf(pattern)
        select file;

    static string[] FilesOf(string pattern)
    {
        var folders = pattern.Contains("/*/", StringComparison.Ordinal)
            ? Directory.GetDirectories(Repository.PathOf(pattern[..pattern.IndexOf("/*/", StringComparison.Ordinal)]))
            : [Repository.PathOf(Path.GetDirectoryName(pattern)!)];
        string[] files = [.. folders.SelectMany(folder => Directory.GetFiles(folder, Path.GetFileName(pattern)))];
        Assert.True(files.Length > 0, $"{pattern} has no files");
        return files;
    }

    // ("area", "project", ["Folder", "Folder"]),
    [GeneratedRegex("""\("([a-z]+)", "([a-z]+)", \[(.*?)\]\),""")]
    private static partial Regex Area();

    [GeneratedRegex("\"([A-Za-z]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
