using System.CommandLine;
using System.CommandLine.Completions;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge help COMMAND</c>: the same as <c>spaceforge COMMAND --help</c>.</summary>
static class HelpCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("COMMAND")
        {
            Description = "The command, such as generate or policy test [default: the tool]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        words.CompletionSources.Add(context => Below(context.ParseResult.GetValue(words) ?? [], context.WordToComplete)
            .Where(command => !command.Hidden).Select(command => new CompletionItem(command.Name)));
        var command = new Command("help", "Show the help of a command") { words };
        command.SetAction((parsed, cancellationToken) =>
            SpaceforgeCommand.Create().Parse([.. Checked(parsed.GetValue(words) ?? []), "--help"])
                .InvokeAsync(parsed.InvocationConfiguration, cancellationToken));
        return command;
    }

    /// <summary>The commands below the one that is named already.</summary>
    static IEnumerable<Command> Below(string[] words, string unfinished)
    {
        var named = unfinished.Length > 0 && words is [.. var before, _] ? before : words;
        var command = SpaceforgeCommand.Create();
        foreach (var word in named)
        {
            if (command.Subcommands.FirstOrDefault(below => below.Name == word) is not { } next) return [];
            command = next;
        }

        return command.Subcommands;
    }

    static string[] Checked(string[] words)
    {
        var command = SpaceforgeCommand.Create();
        foreach (var word in words)
        {
            command = command.Subcommands.FirstOrDefault(below => below.Name == word) ?? throw new UsageException(
                $"{UsageErrors.UnknownCommand(command, word)} See: spaceforge --help");
        }

        return words;
    }
}
