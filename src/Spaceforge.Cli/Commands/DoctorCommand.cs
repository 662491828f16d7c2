using System.CommandLine;
using Spaceforge.Cli.Diagnosing;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge doctor</c>: what this machine has of what the tool uses.</summary>
static class DoctorCommand
{
    static readonly Option<bool> Online = new("--online")
    {
        Description = "Also send requests: to the package feeds, and to Spacelift with your credentials",
    };

    static readonly Option<bool> Json = new("--json") { Description = "Print the result as JSON" };

    public static Command Create()
    {
        var command = new Command("doctor", "Check whether this machine has what the tool needs, and how to get what is missing")
        {
            Online, Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await MachineReport.MakeAsync(new Machine { IsOnline = parsed.GetValue(Online) }, cancellationToken);
            await Console.Out.WriteAsync(parsed.GetValue(Json) ? report.ToJson() : report.Write());
            return report.IsGood ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }
}
