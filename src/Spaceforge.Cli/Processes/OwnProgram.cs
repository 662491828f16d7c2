namespace Spaceforge.Cli.Processes;

/// <summary>How this tool starts itself.</summary>
static class OwnProgram
{
    /// <summary>The program and its first arguments.</summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            var path = Environment.ProcessPath ?? throw new UsageException("The tool's own program cannot be found.");
            // If 'dotnet' runs the tool, the program is its first argument.
            return Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, "exec", Environment.GetCommandLineArgs()[0]] : [path];
        }
    }
}
