using System.Runtime.Versioning;

namespace Spaceforge.Hosting;

/// <summary>The keys of the terminal that a program is started on.</summary>
static class TerminalKeys
{
    const string Terminal = "TERM";

    /// <summary>
    /// Leaves them alone. .NET's console puts them into application mode when it is first used, and leaves them so, unless it knows nothing
    /// of the terminal. It asks for that once.
    /// </summary>
    public static void Keep()
    {
        if (!OperatingSystem.IsWindows()) KeepOnUnix();
    }

    [UnsupportedOSPlatform("windows")]
    static void KeepOnUnix()
    {
        var terminal = Environment.GetEnvironmentVariable(Terminal);
        Environment.SetEnvironmentVariable(Terminal, null);
        Console.CursorVisible = true;
        Environment.SetEnvironmentVariable(Terminal, terminal);
    }
}
