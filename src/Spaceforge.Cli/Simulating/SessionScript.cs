using System.Text;
using System.Text.RegularExpressions;
using Spaceforge.Launching;

namespace Spaceforge.Cli.Simulating;

/// <summary>The shell session of a phase: its hooks and its own command, each in braces, joined by <c>&amp;&amp;</c>.</summary>
static partial class SessionScript
{
    const string EnvironmentFile = "environment";

    /// <param name="session">The folder where the environment is kept between sessions, as the session sees it.</param>
    /// <param name="projectRoot">Where it runs.</param>
    /// <param name="stage">Shell commands that set the variables of the stage.</param>
    /// <param name="steps">What is run.</param>
    /// <param name="mark">The shell's command that tells the start of a step.</param>
    public static string Of(string session, string projectRoot, IEnumerable<string> stage, IReadOnlyList<Step> steps, Func<int, string> mark)
    {
        var environment = ShellWord.Quote($"{session}/{EnvironmentFile}");
        var script = new StringBuilder()
            // The log itself, so that marks go there whatever hooks do with their output.
            .Append("exec 7>&1\n")
            .Append($"trap 'export -p >{environment.Replace("'", @"'\''", StringComparison.Ordinal)}' EXIT\n")
            .Append($". {environment}\n");
        foreach (var command in stage) script.Append(command).Append('\n');
        script.Append($"cd {ShellWord.Quote(projectRoot)} || exit\n");
        foreach (var (i, step) in steps.Index()) script.Append(i > 0 ? " && " : "").Append($"{{ {mark(i)}\n{step.Command}\n}}");
        return script.Append('\n').ToString();
    }

    public static void WriteEnvironment(string folder, IEnumerable<string> commands) =>
        File.WriteAllText(Path.Combine(folder, EnvironmentFile), string.Join('\n', commands) + "\n");

    /// <summary>The variables that sessions exported so far.</summary>
    public static HashSet<string> Exported(string folder) =>
        [.. Export().Matches(File.ReadAllText(Path.Combine(folder, EnvironmentFile))).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("^(?:export|declare -x) ([A-Za-z_][A-Za-z0-9_]*)", RegexOptions.Multiline)]
    private static partial Regex Export();
}
