using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Simulating;

/// <summary>What Spaceforge's launcher and Terraform leave in a run, which is shown in short.</summary>
static partial class LauncherTrace
{
    // Progress of the launcher's scripts.
    static readonly string[] Progress = ["spaceforge: building the plugin", "spaceforge: installing ", "spaceforge: unpacking "];
    static readonly string[] OfPlugin = ["::add-mask ", "[SpaceForge] Running hook: ", "[SpaceForge] Hook completed: "];

    /// <summary>What a command of the launcher does; null for any other command.</summary>
    public static string? Title(string command)
    {
        if (command.Contains('\n', StringComparison.Ordinal)) return null;
        if (Folders().IsMatch(command)) return "creates the plugin's folders";
        if (Exports().IsMatch(command)) return "takes over variables for later hooks";
        if (InstalledProgram(command) is { } program) return $"installs {program}";

        return Starts().IsMatch(command) ? "starts the plugin" : null;
    }

    /// <summary>The program that a command of the launcher installs where it is missing; null for any other command.</summary>
    public static string? InstalledProgram(string command) =>
        Installs().Match(command) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Whether a line only says what the launcher does.</summary>
    public static bool IsProgress(string line) => Progress.Any(start => line.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Whether a line is for the platform, or repeats what the step's heading says.</summary>
    public static bool IsRepeated(string line) => OfPlugin.Any(start => line.StartsWith(start, StringComparison.Ordinal));

    /// <summary>What else than a hook wrote a file of the workspace: <c>launcher</c>, <c>terraform</c>, or null.</summary>
    public static string? Owner(string path)
    {
        if (path.StartsWith("plugins/.spaceforge/", StringComparison.Ordinal)
            || path.StartsWith("plugins/plugin_binaries/", StringComparison.Ordinal) || Installed().IsMatch(path))
        {
            return "launcher";
        }

        return OfTerraform().IsMatch(path) ? "terraform" : null;
    }

    /// <summary>Whether a file outside of the workspace is the one in which Terraform notes that it looked for a new version.</summary>
    public static bool IsCheckpoint(string path) => Checkpoint().IsMatch(path);

    [GeneratedRegex(@"^mkdir -p \S+/plugins/[^/\s]+ \S+/plugins/plugin_binaries$")]
    private static partial Regex Folders();

    [GeneratedRegex(@"^\. \S+/plugins/[^/\s]+/exports\.sh$")]
    private static partial Regex Exports();

    [GeneratedRegex(@"^sh \S+/plugins/[^/\s]+/install\.sh (?:--at-least \S+ (?:'[^']*'|\S+) )?([A-Za-z0-9._-]+)(?: |$)")]
    private static partial Regex Installs();

    [GeneratedRegex(@"^sh \S+/plugins/[^/\s]+/launch\.sh [a-z_]+ (?:source|native|portable|embedded) ")]
    private static partial Regex Starts();

    [GeneratedRegex(@"^plugins/[^/]+/\.[^/]+\.installed$")]
    private static partial Regex Installed();

    [GeneratedRegex(
        @"^source/(?:.*/)?(?:\.terraform/.*|\.terraform\.lock\.hcl|terraform\.tfstate(?:\.backup)?|spacelift\.plan(?:\.json)?|spacelift\.state\.before\.json)$")]
    private static partial Regex OfTerraform();

    [GeneratedRegex(@"/\.terraform\.d/checkpoint_(?:cache|signature)$")]
    private static partial Regex Checkpoint();
}
