using System.CommandLine;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge policy</c>: commands for policies.</summary>
static class PolicyCommand
{
    public static Command Create() => new("policy", "Test policies on this machine with the engine that the platform uses")
    {
        PolicyTestCommand.Create(),
        PolicyInputCommand.Create(),
    };
}
