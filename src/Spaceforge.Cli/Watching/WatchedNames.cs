namespace Spaceforge.Cli.Watching;

/// <summary>Which names below a watched folder count.</summary>
static class WatchedNames
{
    // What builds, tests and package managers write.
    static readonly HashSet<string> OtherFolders =
        new(StringComparer.Ordinal) { "bin", "obj", "artifacts", "node_modules", "TestResults", "__pycache__", "CoverageReport" };

    static readonly string[] OtherEndings =
    [
        // Editors: what they write beside a file before they replace it, and copies of what it was.
        "~", ".swp", ".swo", ".swx", ".tmp", ".bak", ".orig", "___jb_tmp___", "___jb_old___", ".kate-swp",
        // Tests.
        ".trx", ".coverage", ".binlog", ".pyc",
        // Reports of simulations.
        ".html",
    ];

    // Pages about the plugin, into one of which 'docs' writes.
    static readonly HashSet<string> OtherFiles = new(StringComparer.Ordinal) { "README.md", "CHANGELOG.md", "AGENTS.md", "LICENSE" };

    public static bool IsFolder(string name) => !name.StartsWith('.') && !OtherFolders.Contains(name);

    public static bool IsFile(string name) => name[0] is not ('.' or '#')
        && !OtherEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
        && !name.Contains(".received.", StringComparison.Ordinal)
        && !OtherFiles.Contains(name)
        // Vim tries with this name whether it may write to a folder.
        && name != "4913";

    /// <summary>Whether tools write it while they run, and people between runs.</summary>
    public static bool IsWrittenByTools(string path) =>
        Path.GetFileName(path) is "packages.lock.json";
}
