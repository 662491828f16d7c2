using System.CommandLine;

namespace Spaceforge.Cli.Commands;

/// <summary>Options shared by commands against an account.</summary>
static class AccountOptions
{
    public static readonly Option<string?> Profile = new("--profile")
    {
        HelpName = "ALIAS",
        Description = "The spacectl profile to use [default: credentials from the environment, else the current profile]",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print the result as JSON" };

    public static readonly Option<bool> DryRun = new(
        "--dry-run")
    { Description = "Print the requests that would change the account, without sending them" };

    /// <summary>Adds the options that every account command has.</summary>
    public static Command For(Command command, Func<ParseResult, AccountSession, Task> run)
    {
        command.Add(Json);
        command.Add(Profile);
        command.Action = new AccountAction(run);
        return command;
    }

    /// <summary>An option whose value must not be empty.</summary>
    public static Option<string?> Text(string name, string helpName, string description, bool required = false)
    {
        var option = new Option<string?>(name) { HelpName = helpName, Description = description, Required = required };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && string.IsNullOrWhiteSpace(text))
            {
                result.AddError($"Option '{name}' must not be empty.");
            }
        });
        return option;
    }

    public static Option<string[]> Labels(string description) => new("--labels") { HelpName = "A,B", Description = description };

    /// <summary>The labels in the option; null if it is not given.</summary>
    public static IReadOnlyList<string>? Split(string[]? labels) => labels is null or [] ? null
        : [.. labels.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal)];
}
