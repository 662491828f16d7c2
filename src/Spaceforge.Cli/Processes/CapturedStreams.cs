using System.Text;

namespace Spaceforge.Cli.Processes;

/// <summary>The streams of a process that must not share the tool's own.</summary>
/// <param name="Input">What it reads from standard input.</param>
/// <param name="MostCharacters">How much of each of its outputs is kept; the rest is read and dropped.</param>
sealed record CapturedStreams(string Input, int MostCharacters)
{
    /// <summary>Writes the input and closes the stream.</summary>
    public async Task WriteAsync(StreamWriter writer)
    {
        try
        {
            await using (writer) await writer.WriteAsync(Input);
        }
        catch (IOException)
        {
            // It ended without reading it.
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    public static async Task<string> ReadAsync(TextReader reader, int most, CancellationToken cancellationToken)
    {
        if (most == int.MaxValue) return await reader.ReadToEndAsync(cancellationToken);

        var kept = new StringBuilder();
        var buffer = new char[8192];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (kept.Length < most) kept.Append(buffer, 0, Math.Min(count, most - kept.Length));
            else if (kept.Length == most) kept.Append("\n(The rest is left out.)");
        }

        return kept.ToString();
    }
}
