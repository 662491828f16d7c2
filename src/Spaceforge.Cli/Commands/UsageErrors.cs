using System.CommandLine;
using System.CommandLine.Parsing;
using Spaceforge.Shared.Diagnostics;

namespace Spaceforge.Cli.Commands;

/// <summary>What is wrong with a command line, in the words of the tool's other messages.</summary>
static class UsageErrors
{
    const string Choices = "Must be one of:";
    const string MissingCommand = "Required command was not provided.";

    /// <summary>One line per error; empty if the command can run.</summary>
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var unmatched = parsed.UnmatchedTokens;
        // A word that is not a command explains why there is none.
        return parsed.Errors
            .Where(error => unmatched.Count == 0 || error.Message != MissingCommand)
            .Select(error => unmatched.FirstOrDefault(token => error.Message == $"Unrecognized command or argument '{token}'.") is { } token
                ? Unmatched(parsed.CommandResult.Command, token) : Message(error))
            .Concat(UnknownOptions(parsed.CommandResult))
            .Distinct();
    }

    /// <param name="command">The command that has no such subcommand.</param>
    /// <param name="typed">What was typed instead.</param>
    public static string UnknownCommand(Command command, string typed) => $"Unknown command '{typed}'.{Suggestion(typed, Names(command))}";

    /// <summary>An argument takes anything, a misspelled option too.</summary>
    static IEnumerable<string> UnknownOptions(CommandResult result) => result.Children.OfType<ArgumentResult>()
        .SelectMany(argument => argument.Tokens).Where(token => token.Value is ['-', _, ..])
        .Select(token => UnknownOption(result.Command, token.Value));

    static string Unmatched(Command command, string token)
    {
        if (token is ['-', _, ..]) return UnknownOption(command, token);
        return command.Subcommands.Count == 0 ? $"Unexpected argument '{token}'." : UnknownCommand(command, token);
    }

    static string UnknownOption(Command command, string token) =>
        $"Unknown option '{token}'.{Suggestion(token, command.Options.Where(option => !option.Hidden).Select(option => option.Name))}";

    static string Message(ParseError error) => error.SymbolResult switch
    {
        CommandResult { Command: var command } when error.Message == MissingCommand =>
            $"Missing command. Use one of {string.Join(", ", Names(command))}.",
        ArgumentResult { Tokens.Count: 0, Argument: var argument, Parent: CommandResult } => $"Missing argument {argument.Name}.",
        OptionResult { Option: var option, Tokens: [var value] } when error.Message.Contains(Choices, StringComparison.Ordinal) =>
            Choice($"{option.Name}: ", value, error),
        ArgumentResult { Tokens: [var value] } when error.Message.Contains(Choices, StringComparison.Ordinal) => Choice("", value, error),
        _ => error.Message,
    };

    static string Choice(string prefix, Token value, ParseError error)
    {
        var choices = error.Message[(error.Message.IndexOf(Choices, StringComparison.Ordinal) + Choices.Length)..]
            .Split(['\r', '\n', '\t', '\''], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return $"{prefix}Unknown value '{value.Value}'. Use one of {string.Join(", ", choices)}.";
    }

    static IEnumerable<string> Names(Command command) =>
        command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name);

    static string Suggestion(string typed, IEnumerable<string> names) =>
        Nearest.To(typed, names) is { } name ? $" Did you mean '{name}'?" : "";
}
