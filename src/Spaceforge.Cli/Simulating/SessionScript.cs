using System.Text;
using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Launching;

namespace Spaceforge.Cli.Simulating;

/// <summary>The shell session of a phase: its hooks and its own command, each in braces, joined by <c>&amp;&amp;</c>.</summary>
/// <remarks>
/// Each step has a nonce of its own, which is in the script only: what a hook sees of the marks before is of no use to it.
/// </remarks>
sealed class SessionScript
{
    /// <summary>What the mark of a step says.</summary>
    public const string StepMark = "start";

    SessionScript(byte[] text, List<string> steps) => (Text, Steps) = (text, steps);

    public byte[] Text { get; }

    /// <summary>The nonces of its steps.</summary>
    public List<string> Steps { get; }

    /// <summary>What the shell said that it exports, at its end.</summary>
    public byte[] Exported { get; set; } = [];

    /// <summary>Why that cannot be had, as a sentence, or null.</summary>
    public string? ExportFault { get; set; }

    /// <param name="exported">What sessions before exported.</param>
    /// <param name="projectRoot">Where it runs.</param>
    /// <param name="stage">Shell commands that set the variables of the stage.</param>
    /// <param name="steps">What is run.</param>
    public static SessionScript Of(ExportedVariables exported, string projectRoot, IEnumerable<string> stage, IReadOnlyList<Step> steps)
    {
        var nonces = steps.Select(_ => LogStream.NewNonce()).ToList();
        var script = new StringBuilder();
        foreach (var command in stage) script.Append(command).Append('\n');
        script.Append($"cd {ShellWord.Quote(projectRoot)} || exit\n");
        // No function of a hook stands in for the command that prints the mark.
        foreach (var (i, step) in steps.Index())
        {
            script.Append(i > 0 ? " && " : "").Append($"{{ command printf '\\036%s\\n' '{nonces[i]} {StepMark}' >&7\n{step.Command}\n}}");
        }

        // The log itself is 7, so that marks go there whatever hooks do with their output.
        byte[] text = [.. "exec 7>&1\ntrap 'export -p >&8' EXIT\n"u8, .. exported.ToShell(), .. Encoding.UTF8.GetBytes(
            script.Append('\n').ToString())];
        return new SessionScript(text, nonces);
    }
}
