using Spaceforge.Logging;

namespace Spaceforge.Cli.Commands;

/// <summary>Reports a bug in the tool: one line, and a separate exit code.</summary>
static class Fault
{
    const string Report =
        "Please report it with the command you ran: https://github.com/spaceforge/spaceforge-dotnet/issues (SPACELIFT_DEBUG=true prints the stack trace).";

    /// <summary>Runs a command whose exceptions are bugs.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run, TextWriter error)
    {
        try
        {
            return await run();
        }
        catch (Exception e)
        {
            return Tell(e, error);
        }
    }

    /// <returns>The exit code.</returns>
    public static int Tell(Exception e, TextWriter error)
    {
        error.WriteLine($"error: Internal error in spaceforge {LibraryVersion.Text}: {LogText.OneLine($"{e.GetType().Name}: {e.Message}")} {Report}");
        if (new EnvironmentVariables().Debug) error.WriteLine(e);
        return ExitCodes.Fault;
    }
}
