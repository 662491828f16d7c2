using System.CommandLine;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge policy</c>: what there is for policies alone.</summary>
static class PolicyCommand
{
    public static Command Create() => new("policy", "Check, try and test policies on this machine")
    {
        PolicyCheckCommand.Create(),
        PolicyEvalCommand.Create(),
        PolicyTestCommand.Create(),
        PolicyInputCommand.Create(),
    };
}
