using System.Text;
using Spaceforge.Cli.Simulating.Containers;
using Spaceforge.Launching;

namespace Spaceforge.Cli.Simulating;

/// <summary>The shell session of a phase: its hooks and its own command, each in braces and joined by <c>&amp;&amp;</c>.</summary>
/// <remarks>
/// Each step has its own nonce, which is only in the script, so a hook cannot reuse earlier markers.
/// </remarks>
sealed class SessionScript
{
    /// <summary>The text of a step's marker.</summary>
    public const string StepMark = "start";

    SessionScript(byte[] text, List<string> steps) => (Text, Steps) = (text, steps);

    public byte[] Text { get; }

    /// <summary>The nonces of its steps.</summary>
    public List<string> Steps { get; }

    /// <summary>The shell's exported variables at its end.</summary>
    public byte[] Exported { get; set; } = [];

    /// <summary>Why they are not available, as a sentence, or null.</summary>
    public string? ExportFault { get; set; }

    /// <param name="exported">The variables that earlier sessions exported.</param>
    /// <param name="projectRoot">Its working directory.</param>
    /// <param name="stage">Shell commands that set the variables of the stage.</param>
    /// <param name="steps">The steps to run.</param>
    public static SessionScript Of(ExportedVariables exported, string projectRoot, IEnumerable<string> stage, IReadOnlyList<Step> steps)
    {
        var nonces = steps.Select(_ => LogStream.NewNonce()).ToList();
        var script = new StringBuilder();
        foreach (var command in stage) script.Append(command).Append('\n');
        script.Append($"cd {ShellWord.Quote(projectRoot)} || exit\n");
        // 'command' bypasses functions that hooks define.
        foreach (var (i, step) in steps.Index())
        {
            script.Append(i > 0 ? " && " : "").Append($"{{ command printf '\\036%s\\n' '{nonces[i]} {StepMark}' >&7\n{step.Command}\n}}");
        }

        // Descriptor 7 is the log, so that markers get there even if hooks redirect their output.
        byte[] text = [.. "exec 7>&1\ntrap 'export -p >&8' EXIT\n"u8, .. exported.ToShell(), .. Encoding.UTF8.GetBytes(
            script.Append('\n').ToString())];
        return new SessionScript(text, nonces);
    }
}
