using Spaceforge.Hosting;

namespace Spaceforge.Cli.Terminal;

/// <summary>The tool's output streams.</summary>
static class Streams
{
    /// <summary>Standard error, used by <see cref="Console.Error"/>.</summary>
    public static ShownWriter Error { get; } = new(HostEnvironment.Writer(Console.OpenStandardError));

    /// <summary>Replaces the console's streams with these.</summary>
    public static void Use()
    {
        TerminalKeys.Keep();
        Console.SetError(Error);
    }
}
