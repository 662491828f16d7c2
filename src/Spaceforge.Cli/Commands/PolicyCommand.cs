using System.CommandLine;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge policy</c>: what there is for policies alone.</summary>
static class PolicyCommand
{
    public static Command Create() => new("policy", "Test policies on this machine, with the engine that the platform has")
    {
        PolicyTestCommand.Create(),
        PolicyInputCommand.Create(),
    };
}
