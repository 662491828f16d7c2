using System.CommandLine;
using Spaceforge.Cli.Commands;

namespace Spaceforge.Tests.Docs;

/// <summary>Each command's help ends with examples that the tool understands.</summary>
public sealed class HelpExamplesTests
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

    static IEnumerable<string> Commands(Command command, string above)
    {
        var name = $"{above} {command.Name}".TrimStart();
        return command.Subcommands.SelectMany(below => Commands(below, name)).Prepend(name);
    }
}
