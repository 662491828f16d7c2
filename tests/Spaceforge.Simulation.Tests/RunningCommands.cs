using System.Diagnostics;

namespace Spaceforge.Simulation.Tests;

/// <summary>The command lines of this machine's processes.</summary>
static class RunningCommands
{
    /// <summary>The numbers of the processes with a text in their command lines.</summary>
    public static IEnumerable<int> With(string text) => Process.GetProcesses()
        .Select(process => process.Id).Where(id => Of(id).Contains(text, StringComparison.Ordinal));

    static string Of(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            // It has ended.
            return "";
        }
    }
}
