using System.CommandLine;
using Spaceforge.Cli.ModelContext;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge mcp</c>: the tool for programs that write plugins.</summary>
static class McpCommand
{
    public const string Name = "mcp";

    public static Command Create()
    {
        var command = new Command(
            Name, "Serve the tool to programs that write plugins, over the Model Context Protocol on standard input and output");
        command.SetAction(async (_, cancellationToken) =>
        {
            using var server = new ToolServer(Directory.GetCurrentDirectory());
            await server.RunAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.Error, cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }
}
