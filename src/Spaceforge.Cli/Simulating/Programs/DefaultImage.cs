using Spaceforge.Cli.Resources;

namespace Spaceforge.Cli.Simulating.Programs;

/// <summary>What is known of Spacelift's default runner image; default-image.txt names the sources.</summary>
static class DefaultImage
{
    static readonly Lazy<(HashSet<string> Programs, Dictionary<string, string[]> Helpers)> Content = new(Read);

    /// <summary>Whether it has a program, or may have it.</summary>
    public static bool Has(string program) => Content.Value.Programs.Contains(program);

    /// <summary>What a program of the image starts by itself, if it is there.</summary>
    public static IReadOnlyList<string> HelpersOf(string program) => Content.Value.Helpers.GetValueOrDefault(program) ?? [];

    static (HashSet<string> Programs, Dictionary<string, string[]> Helpers) Read()
    {
        var (programs, helpers) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string[]>(StringComparer.Ordinal));
        foreach (var line in ToolResource.ReadText("default-image.txt").Split('\n').Where(line => !line.StartsWith('#')))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [var first, ..] && first.EndsWith(':')) helpers[first[..^1]] = words[1..];
            else programs.UnionWith(words);
        }

        return (programs, helpers);
    }
}
