using System.Text;

namespace Spaceforge.Hosting;

/// <summary>Where a plugin's program reads and writes: results to the output, everything else to the error.</summary>
sealed record HostConsole(TextWriter Output, TextWriter Error, bool ErrorIsTerminal, EnvironmentVariables Env)
{
    /// <summary>The console of the process, always UTF-8 with LF line ends.</summary>
    public static HostConsole System() => new(
        Writer(Console.OpenStandardOutput()), Writer(Console.OpenStandardError()), !Console.IsErrorRedirected, EnvironmentVariables.OfProcess());

    static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
}
