using System.CommandLine;
using Spaceforge.Cli.Building;

namespace Spaceforge.Cli.Commands;

/// <summary>The options of commands that build a plugin.</summary>
static class BuildCommandOptions
{
    public static readonly Option<bool> NoCache = new("--no-cache")
    {
        Description = "Build from scratch, without the cache; SPACEFORGE_NO_CACHE=1 does the same",
    };

    public static readonly Option<string?> Form = new("--form")
    {
        HelpName = "portable|source|native",
        Description = $"How the manifest carries the plugin [default: the plugin's {FormChoice.Property}, else portable]",
        CompletionSources = { "portable", "source", "native" },
    };

    public static readonly Option<bool> Timings = new("--timings") { Description = "Print how long each step took, to standard error" };

    public static BuildOptions Read(ParseResult parsed)
    {
        var options = new BuildOptions(Directory.GetCurrentDirectory()) { ShowsTimings = parsed.GetValue(Timings) };
        return parsed.GetValue(NoCache) ? options with { UsesCache = false } : options;
    }
}
