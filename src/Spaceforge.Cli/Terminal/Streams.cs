using Spaceforge.Hosting;

namespace Spaceforge.Cli.Terminal;

/// <summary>The tool's output streams.</summary>
static class Streams
{
    static readonly StreamWriter Inner = HostEnvironment.Writer(Console.OpenStandardError);

    /// <summary>What is done, for whoever waits for it.</summary>
    public static ProgressLine Progress { get; } = new(Inner);

    /// <summary>Standard error, used by <see cref="Console.Error"/>.</summary>
    public static ShownWriter Error { get; } = new(new WriterOverProgress(Inner, Progress));

    /// <summary>Replaces the console's streams with these.</summary>
    public static void Use()
    {
        TerminalKeys.Keep();
        Console.SetError(Error);
    }
}
