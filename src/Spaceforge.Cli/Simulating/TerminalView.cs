using System.Globalization;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Simulating.Decisions;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Simulating;

/// <summary>Shows a run on standard output.</summary>
/// <param name="output">Standard output.</param>
/// <param name="progress">Shows which step is running while it prints nothing.</param>
sealed class TerminalView(TextWriter output, ProgressLine? progress = null) : ISimulationView
{
    const int MostFiles = 30;
    const int LongestCommand = 120;

    IDisposable? _step;

    public void Begins(string title) => output.WriteLine(TerminalColors.Color(LogText.OneLine(title), TerminalColors.Bold));

    public void Notes(string sentence) => output.WriteLine(Clean(sentence));

    public void PhaseStarts(string name) => output.WriteLine($"\n{TerminalColors.Color($"== {name}", TerminalColors.Bold)}");

    public void StepStarts(Step step)
    {
        var owner = step.IsHook ? $" {step.Plugin} ({step.Context})" : "";
        var line = LogText.OneLine($"-- {step.Name}{owner}: {step.Title ?? OneLine(step.Command)}");
        output.WriteLine(TerminalColors.Color(line, TerminalColors.Cyan));
        _step?.Dispose();
        _step = progress?.Show($"Running {step.Name}{(step.IsHook ? $" of {step.Plugin}" : "")}");
    }

    public void Prints(string line)
    {
        if (LauncherTrace.IsRepeated(line)) return;

        // Whatever reads a hook's output has already split longer lines.
        output.WriteLine($"   {LogText.Shown(line, TerminalColors.HasColors, longest: int.MaxValue)}");
    }

    public void StepEnds(Step step)
    {
        _step?.Dispose();
        var time = Seconds(step.Duration);
        output.WriteLine(step.State switch
        {
            StepState.Passed => TerminalColors.Color($"   done in {time}", TerminalColors.Green),
            StepState.Failed => TerminalColors.Color($"   failed with exit code {step.ExitCode} after {time}", TerminalColors.Red),
            _ => TerminalColors.Color($"   killed after {time}", TerminalColors.Red),
        });
    }

    public void PhaseEnds(PhaseResult phase)
    {
        if (phase.Exported.Count > 0) output.WriteLine(Clean($"   Variables for later hooks: {string.Join(", ", phase.Exported)}"));
        if (phase.Skipped is { } reason) output.WriteLine($"\n== {phase.Name}: skipped, {Clean(reason)}");
        if (phase.Reason is { } why) output.WriteLine(TerminalColors.Color(Clean(why), TerminalColors.Red));
    }

    public void Decides(PolicyResult result) => output.Write(DecisionOutput.Of(result));

    public void Ends(SimulationResult result)
    {
        foreach (var (plugin, markdown) in result.Outputs)
        {
            Section($"Output of {plugin}", MarkdownPreview.Render(markdown, TerminalColors.HasOutput, TerminalColors.Width));
        }

        if (result.PolicyInput.Count > 0)
        {
            Section(
                "Policy input", JsonText.Of(
                    new JsonObject { ["third_party_metadata"] = new JsonObject { ["custom"] = result.PolicyInput.DeepClone() } },
                    indented: true));
        }

        WriteFiles(result.Written);
        if (result.MachinePrograms is { Count: > 0 } programs) Section("Programs of this machine", MachineProgramText.Of(programs));
        if (result.Warnings.Count > 0) Section("Warnings", string.Join('\n', result.Warnings.Select(warning => $"- {warning}")));
    }

    /// <summary>The last lines: how the run ended, where its report is, and why it failed.</summary>
    /// <param name="result">The run's result.</param>
    /// <param name="report">The report's path, or null.</param>
    public void Concludes(SimulationResult result, string? report)
    {
        if (result.Refusal is { } refusal) output.WriteLine($"\n{Clean($"The run was {refusal}.")}");
        var color = result.FinalState == RunState.Finished ? TerminalColors.Green : TerminalColors.Red;
        // A run that waits for approval before its first phase has none.
        var phases = result.Phases.Count == 0 ? "" : $": {string.Join(", ", result.Phases.Select(Summary))}";
        output.WriteLine($"\n{TerminalColors.Color(result.FinalState.Name, color)} after {Seconds(result.Duration)}{phases}");
        if (report is not null) output.WriteLine(LogText.OneLine($"Report: {report}"));
        if (result.Cause is not { } cause) return;

        var line = LogText.OneLine(result.WaitsFor is null ? $"Cause: {cause}" : cause);
        output.WriteLine(TerminalColors.Color(LogText.Shown(line, colors: false), color));
    }

    /// <summary>What hooks wrote, and in one line each what the launcher and Terraform wrote.</summary>
    void WriteFiles(IReadOnlyList<WrittenFile> written)
    {
        if (written.Count == 0) return;

        var own = written.Where(file => file.Owner is null).ToArray();
        var lines = own.Take(MostFiles).Select(file => $"{LogText.OneLine(file.Path)} ({Size(file.Size)})").ToList();
        if (own.Length > MostFiles) lines.Add($"and {own.Length - MostFiles} more");
        foreach (var (owner, name) in ((string, string)[])[("launcher", "the plugins' launcher"), ("terraform", "Terraform and the plan")])
        {
            var files = written.Where(file => file.Owner == owner).ToArray();
            if (files.Length == 0) continue;

            lines.Add($"{(own.Length > 0 ? "and " : "")}{files.Length} {(files.Length == 1 ? "file" : "files")} of {name} ({Size(files.Sum(file => file.Size))})");
        }

        Section("Files written", string.Join('\n', lines));
    }

    static string Size(long bytes) => bytes switch
    {
        1 => "1 byte",
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} KB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    static string Summary(PhaseResult phase) => $"{phase.Name} {(phase.Skipped is not null ? "skipped" : phase.State switch
    {
        StepState.Passed => Seconds(phase.Duration),
        StepState.Killed => "killed",
        _ => "failed",
    })}";

    void Section(string title, string text)
    {
        output.WriteLine($"\n{TerminalColors.Color($"== {LogText.OneLine(title)}", TerminalColors.Bold)}");
        output.WriteLine(Clean(text).TrimEnd('\n'));
    }

    static string OneLine(string command)
    {
        // A phase without a command has a note after the shell's no-op.
        var line = command.TrimStart(':', ' ', '\n').Split('\n')[0];
        if (line.Length > LongestCommand) return $"{line[..LongestCommand]}...";

        return command.Trim().Contains('\n', StringComparison.Ordinal) ? $"{line} ..." : line;
    }

    static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    /// <summary>Escapes untrusted text for the terminal; colours are kept if supported.</summary>
    static string Clean(string text) => LogText.Shown(text, TerminalColors.HasColors);
}
