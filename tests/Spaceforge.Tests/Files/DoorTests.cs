using System.Text.RegularExpressions;

namespace Spaceforge.Tests.Files;

/// <summary>Where the tool handles what others left behind, nothing is opened past <c>ForeignFolder</c>.</summary>
public sealed partial class DoorTests
{
    // They read what a build of the tool's own has just written, what lies in its private cache, the SDK's files and those of the machine;
    // ManifestInput reads standard input, and takes care of the rest.
    static readonly string[] OfTheTool =
    [
        "BuildEntry.cs", "BuildTools.cs", "CompilerExtensions.cs", "ContentHash.cs", "ManifestInput.cs", "NativeBuild.cs",
        "PluginClasses.cs", "PortableBuild.cs", "PortableProgram.cs", "PublishedFiles.cs", "SdkBuild.cs", "SharedBuilds.cs",
    ];

    public static TheoryData<string> Folders => ["src/Spaceforge.Cli/Simulating"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Nothing_is_opened_past_the_door(string folder)
    {
        var files = Directory.GetFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.Empty(files
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .SelectMany(file => File.ReadLines(Repository.PathOf(file)).Select((line, i) => (Line: line, Place: $"{file}:{i + 1}")))
            .Where(line => Past().IsMatch(line.Line))
            .Select(line => $"{line.Place}: {line.Line.Trim()}"));
    }

    /// <summary>
    /// Where the tool reads files that a repository brings along, and writes some itself, it reads through the door as well.
    /// </summary>
    [Theory]
    [InlineData("src/Spaceforge.Cli/Account")]
    [InlineData("src/Spaceforge.Cli/Building")]
    [InlineData("src/Spaceforge.Cli/Commands")]
    [InlineData("src/Spaceforge.Cli/Manifests")]
    [InlineData("src/Spaceforge.Cli/Policies")]
    [InlineData("src/Spaceforge.Cli/Publishing")]
    [InlineData("src/Spaceforge.Cli/Scaffolding")]
    [InlineData("src/Spaceforge/Hooks")]
    [InlineData("src/Spaceforge/Hosting")]
    [InlineData("src/Spaceforge/Launching")]
    [InlineData("src/Spaceforge/Outputs")]
    [InlineData("src/Spaceforge/Plans")]
    [InlineData("src/Spaceforge/PolicyInputs")]
    [InlineData("src/Spaceforge/Services")]
    [InlineData("src/Spaceforge/Sources")]
    [InlineData("src/Spaceforge.Scanning")]
    public void Nothing_is_read_past_the_door(string folder) => Assert.Empty(Directory
        .GetFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !OfTheTool.Contains(Path.GetFileName(file)))
        .SelectMany(file => File.ReadLines(Repository.PathOf(file)).Select((line, i) => (Line: line, Place: $"{file}:{i + 1}")))
        .Where(line => Reads().IsMatch(line.Line))
        .Select(line => $"{line.Place}: {line.Line.Trim()}"));

    [Theory]
    [InlineData("File.ReadAllText(path)")]
    [InlineData("await File.ReadAllLinesAsync(path)")]
    [InlineData("paths.Select(File.ReadAllBytes)")]
    [InlineData("using var stream = File.OpenRead(path);")]
    [InlineData("File.Open(path, FileMode.Open)")]
    [InlineData("new FileStream(path, FileMode.Open)")]
    [InlineData("new StreamReader(path)")]
    public void What_is_read_past_it_is_seen(string code) => Assert.Matches(Reads(), code);

    [Theory]
    [InlineData("File.ReadAllText(path)")]
    [InlineData("new System.IO.FileStream(path, FileMode.Open)")]
    [InlineData("Directory.Delete(path)")]
    [InlineData("new DirectoryInfo(path)")]
    [InlineData("new StreamReader(path)")]
    public void What_goes_past_it_is_seen(string code) => Assert.Matches(Past(), code);

    [GeneratedRegex(
        @"(?<![\w.])(?:System\.IO\.)?File\.(?:Read|Open)|new (?:System\.IO\.)?FileStream\(|new StreamReader\((?:path|file|""|\$"")")]
    private static partial Regex Reads();

    [GeneratedRegex(
        @"(?<![\w.])(?:System\.IO\.)?(?:File|Directory)\.[A-Z]|new (?:System\.IO\.)?(?:FileInfo|DirectoryInfo|FileStream)\(|new Stream(?:Reader|Writer)\((?:path|file|""|\$"")")]
    private static partial Regex Past();
}
