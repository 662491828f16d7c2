using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spaceforge.Cli.Commands;
using Spaceforge.Cli.Json;
using Spaceforge.Markdowns;

namespace Spaceforge.Cli.Simulating;

/// <summary>Shows a run to a person, on standard output.</summary>
sealed partial class TerminalView(TextWriter output) : ISimulationView
{
    const int MostFiles = 30;
    const string Kept = "plugins/.spaceforge/";

    public void Begins(string title) => output.WriteLine(Terminal.Color(title, Terminal.Bold));

    public void Notes(string sentence) => output.WriteLine(Clean(sentence));

    public void PhaseStarts(string name) => output.WriteLine($"\n{Terminal.Color($"== {name}", Terminal.Bold)}");

    public void StepStarts(Step step)
    {
        var owner = step.IsHook ? $" {step.Plugin} ({step.Context})" : "";
        output.WriteLine(Terminal.Color(Clean($"-- {step.Name}{owner}: {OneLine(step.Command)}"), Terminal.Cyan));
    }

    public void Prints(string line) => output.WriteLine($"   {Clean(line)}");

    public void StepEnds(Step step)
    {
        var time = Seconds(step.Duration);
        output.WriteLine(step.State switch
        {
            StepState.Passed => Terminal.Color($"   done in {time}", Terminal.Green),
            StepState.Failed => Terminal.Color($"   failed with exit code {step.ExitCode} after {time}", Terminal.Red),
            _ => Terminal.Color($"   killed after {time}", Terminal.Red),
        });
    }

    public void PhaseEnds(PhaseResult phase)
    {
        if (phase.Skipped is { } reason) output.WriteLine($"\n== {phase.Name}: skipped, {reason}");
        if (phase.Reason is { } why) output.WriteLine(Terminal.Color(Clean(why), Terminal.Red));
    }

    public void Ends(SimulationResult result)
    {
        foreach (var (plugin, markdown) in result.Outputs) Section($"Output of {plugin}", MarkdownPreview.Render(markdown, Terminal.HasOutput, Terminal.HasOutput ? Console.WindowWidth : int.MaxValue));
        if (result.PolicyInput.Count > 0)
        {
            Section("Policy input", JsonText.Of(new JsonObject { ["third_party_metadata"] = new JsonObject { ["custom"] = result.PolicyInput.DeepClone() } }, indented: true));
        }

        // What starts the plugin is one line, however many files it is.
        var kept = result.Written.Where(file => file.Path.StartsWith(Kept, StringComparison.Ordinal)).ToArray();
        var written = result.Written.Except(kept).ToArray();
        var files = written.Take(MostFiles).Select(file => $"{file.Path} ({file.Size} bytes)");
        if (written.Length > MostFiles) files = files.Append($"and {written.Length - MostFiles} more");
        if (kept.Length > 0) files = files.Append($"{Kept} (what starts the plugin: {kept.Length} files, {kept.Sum(file => file.Size)} bytes)");
        if (result.Written.Count > 0) Section("Written in the workspace", string.Join('\n', files));
        if (result.Warnings.Count > 0) Section("Warnings", string.Join('\n', result.Warnings.Select(warning => $"- {warning}")));

        var color = result.FinalState == RunState.Finished ? Terminal.Green : Terminal.Red;
        output.WriteLine($"\n{Terminal.Color(result.FinalState.Name, color)} after {Seconds(result.Duration)}: {string.Join(", ", result.Phases.Select(Summary))}");
    }

    static string Summary(PhaseResult phase) => $"{phase.Name} {(phase.Skipped is not null ? "skipped" : phase.State switch
    {
        StepState.Passed => Seconds(phase.Duration),
        StepState.Killed => "killed",
        _ => "failed",
    })}";

    void Section(string title, string text)
    {
        output.WriteLine($"\n{Terminal.Color($"== {title}", Terminal.Bold)}");
        output.WriteLine(Clean(text).TrimEnd('\n'));
    }

    static string OneLine(string command)
    {
        // A phase without work of its own says so after the shell's command that does nothing.
        var line = command.TrimStart(':', ' ', '\n').Split('\n')[0];
        return command.Trim().Contains('\n', StringComparison.Ordinal) ? $"{line} ..." : line;
    }

    static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    /// <summary>Text of others does not steer the terminal; colours stay where there are any.</summary>
    static string Clean(string text) => Terminal.HasColors
        ? string.Concat(Color().Split(text).Select((part, i) => i % 2 == 1 ? part : ControlCharacters.Remove(part))) + (text.Contains('\e', StringComparison.Ordinal) ? "\e[0m" : "")
        : ControlCharacters.Remove(text);

    [GeneratedRegex(@"(\e\[[0-9;]*m)")]
    private static partial Regex Color();
}
