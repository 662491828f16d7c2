using System.Runtime.Versioning;

namespace Spaceforge.Hosting;

/// <summary>The keypad mode of the terminal.</summary>
static class TerminalKeys
{
    const string Terminal = "TERM";

    /// <summary>
    /// Keeps it unchanged. On first use, .NET's console switches the keypad to application mode and leaves it there, unless the terminal is
    /// unknown. It checks that once.
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
