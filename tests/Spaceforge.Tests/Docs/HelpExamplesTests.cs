using System.CommandLine;
using System.Text.RegularExpressions;
using Spaceforge.Cli.Commands;
using Spaceforge.Launching;

namespace Spaceforge.Tests.Docs;

/// <summary>Each command's help ends with examples that the tool understands.</summary>
public sealed partial class HelpExamplesTests
{
    [Fact]
    public void Each_command_has_examples_that_are_understood()
    {
        var commands = Commands(SpaceforgeCommand.Create(), "").ToArray();
        Assert.Equal(commands.Order(StringComparer.Ordinal), HelpExamples.All.Keys.Order(StringComparer.Ordinal));
        foreach (var (command, examples) in HelpExamples.All)
        {
            foreach (var example in examples)
            {
                var words = example.Split('>')[0].TrimEnd().Split(' ');
                Assert.Equal("spaceforge", words[0]);
                var errors = SpaceforgeCommand.Create().Parse(words[1..]).Errors.Select(error => error.Message);
                Assert.Equal((example, ""), (example, string.Join('\n', errors)));
                Assert.True(command == "spaceforge" || example.StartsWith(command + ' ', StringComparison.Ordinal) || example == command, example);
            }
        }
    }

    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("plugins"), "*.md", SearchOption.AllDirectories))
            .Append(Repository.PathOf("README.md"))
            .Where(page => CommandLines(File.ReadAllText(page)).Any())
            .Select(page => Path.GetRelativePath(Repository.Root, page))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_command_line_of_a_page_is_understood(string page)
    {
        foreach (var line in CommandLines(File.ReadAllText(Repository.PathOf(page))))
        {
            var errors = SpaceforgeCommand.Create().Parse(ShellWord.Split(line)[1..]).Errors.Select(error => error.Message);
            Assert.Equal((line, ""), (line, string.Join('\n', errors)));
        }
    }

    /// <summary>What the shell blocks of a page call the tool with.</summary>
    static IEnumerable<string> CommandLines(string page) => ShellBlock().Matches(page)
        .SelectMany(block => block.Groups["text"].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        .SelectMany(line => Separator().Split(line))
        .Select(command => command.Trim())
        .Where(command => command.StartsWith("spaceforge ", StringComparison.Ordinal));

    [GeneratedRegex(@"^ *```(?:sh|console|bash)\n(?<text>.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    // A command ends at an operator, a redirection or a comment.
    [GeneratedRegex(@" && | \|\|? |; | [12]?>>? ?| # ")]
    private static partial Regex Separator();

    static IEnumerable<string> Commands(Command command, string above)
    {
        var name = $"{above} {command.Name}".TrimStart();
        return command.Subcommands.SelectMany(below => Commands(below, name)).Prepend(name);
    }
}
