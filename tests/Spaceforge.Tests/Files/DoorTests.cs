using System.Text.RegularExpressions;

namespace Spaceforge.Tests.Files;

/// <summary>Where the tool handles what others left behind, nothing is opened past <c>ForeignFolder</c>.</summary>
public sealed partial class DoorTests
{
    // A file that the user names on the command line: nobody else had a hand in it.
    static readonly string[] Apart = ["src/Spaceforge.Cli/Simulating/UserFile.cs"];

    public static TheoryData<string> Folders => ["src/Spaceforge.Cli/Simulating"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Nothing_is_opened_past_the_door(string folder)
    {
        var files = Directory.GetFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.Empty(files
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Except(Apart)
            .SelectMany(file => File.ReadLines(Repository.PathOf(file)).Select((line, i) => (Line: line, Place: $"{file}:{i + 1}")))
            .Where(line => Past().IsMatch(line.Line))
            .Select(line => $"{line.Place}: {line.Line.Trim()}"));
    }

    [Theory]
    [InlineData("File.ReadAllText(path)")]
    [InlineData("new System.IO.FileStream(path, FileMode.Open)")]
    [InlineData("Directory.Delete(path)")]
    [InlineData("new DirectoryInfo(path)")]
    [InlineData("new StreamReader(path)")]
    public void What_goes_past_it_is_seen(string code) => Assert.Matches(Past(), code);

    [GeneratedRegex(
        @"(?<![\w.])(?:System\.IO\.)?(?:File|Directory)\.[A-Z]|new (?:System\.IO\.)?(?:FileInfo|DirectoryInfo|FileStream)\(|new Stream(?:Reader|Writer)\((?:path|file|""|\$"")")]
    private static partial Regex Past();
}
