using System.Text.RegularExpressions;
using Spaceforge.Definitions;

namespace Spaceforge.Cli.Scaffolding.Recovery;

/// <summary>Parses the Python SDK's install script for a binary.</summary>
static partial class PythonInstallScript
{
    /// <returns>The binary, or null if the script contains no URL.</returns>
    public static Binary? Read(string name, string script)
    {
        var downloads = new Dictionary<string, Download>(StringComparer.Ordinal);
        string? architecture = null;
        foreach (var line in script.Split('\n').Select(line => line.Trim()))
        {
            // Older scripts only distinguish Intel from everything else.
            if (line.StartsWith("if ", StringComparison.Ordinal)
                && line.Contains("x86_64", StringComparison.Ordinal)) architecture = "amd64";
            else if (line == "else" || (line.StartsWith("elif ", StringComparison.Ordinal) && line.Contains(
                "arm64", StringComparison.Ordinal))) architecture = "arm64";
            else if (line == "fi") architecture = null;

            // Missing values are written as None.
            if (architecture is { } given && Address().Match(line) is { Success: true } match
                && AbsoluteUrl.IsValid(match.Groups["url"].Value))
            {
                downloads.TryAdd(given, match.Groups["url"].Value);
            }
        }

        return downloads.Count > 0 ? new Binary(name, downloads) : null;
    }

    [GeneratedRegex("""\A(?:URL=|curl )(?<quote>["']?)(?<url>[^"'\s]+)\k<quote>(?: |\z)""")]
    private static partial Regex Address();
}
