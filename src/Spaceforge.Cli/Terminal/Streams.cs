using Spaceforge.Hosting;

namespace Spaceforge.Cli.Terminal;

/// <summary>Where the tool writes.</summary>
static class Streams
{
    /// <summary>Standard error, behind <see cref="Console.Error"/>.</summary>
    public static ShownWriter Error { get; } = new(HostEnvironment.Writer(Console.OpenStandardError));

    /// <summary>Puts them in place of the console's.</summary>
    public static void Use()
    {
        TerminalKeys.Keep();
        Console.SetError(Error);
    }
}
