using Spaceforge.Secrets;

namespace Spaceforge.Cli.Simulating;

/// <summary>Masks what a run prints, and takes what hooks add to it with <c>::add-mask</c>, the platform's only command in a log.</summary>
sealed class LogMasks
{
    const string Command = "::add-mask ";

    readonly SecretMasker _masker = new();

    public void Add(string secret) => _masker.Add(secret);

    /// <summary>A line of a log, as it may be shown.</summary>
    public string Line(string line)
    {
        if (line.TrimStart().StartsWith(Command, StringComparison.Ordinal))
        {
            foreach (var word in line.TrimStart()[Command.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) _masker.Add(word);
        }

        return _masker.Apply(line);
    }

    public string Text(string text) => _masker.Apply(text);
}
