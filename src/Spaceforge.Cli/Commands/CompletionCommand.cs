using System.CommandLine;
using Spaceforge.Cli.Resources;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge completion</c>: prints a shell completion script.</summary>
static class CompletionCommand
{
    static readonly string[] Shells = ["bash", "fish", "pwsh", "zsh"];

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell to print the script for" };
        shell.AcceptOnlyFromAmong(Shells);
        var command = new Command("completion", "Print a shell completion script") { shell };
        command.SetAction(parsed => Console.Out.Write(ToolResource.ReadText($"completion.{parsed.GetRequiredValue(shell)}")));
        return command;
    }
}
