using System.CommandLine;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge policy</c>: commands for policies.</summary>
static class PolicyCommand
{
    public static Command Create() => new("policy", "Check, evaluate and test policies on this machine")
    {
        PolicyCheckCommand.Create(),
        PolicyEvalCommand.Create(),
        PolicyTestCommand.Create(),
        PolicyInputCommand.Create(),
    };
}
