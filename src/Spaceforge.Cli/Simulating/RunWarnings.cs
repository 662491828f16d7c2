using System.Globalization;
using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Simulating;

/// <summary>Warnings about what works here but causes problems on the platform.</summary>
sealed partial class RunWarnings(SimulationOptions options)
{
    const int MostOutput = 10_000_000;
    const int LongestError = 2_000;

    static readonly string[] OfRoot =
        ["/bin/", "/boot/", "/etc/", "/lib", "/opt/", "/root/", "/sbin/", "/srv/", "/usr/", "/var/lib/", "/var/log/", "/var/cache/"];

    readonly List<string> _all = [];
    readonly HashSet<string> _left = new(StringComparer.Ordinal);

    public IReadOnlyList<string> All => _all;

    public void Add(string warning)
    {
        if (!_all.Contains(warning)) _all.Add(warning);
    }

    public void Of(PhaseResult phase, IEnumerable<string> leftBehind)
    {
        foreach (var step in phase.Steps.Where(step => step.State != StepState.NotRun))
        {
            var name = step.IsHook ? $"{step.Name} of {step.Plugin}" : step.Name;
            if (step.State != StepState.Killed && step.Silence > options.SilenceLimit / 2)
            {
                Add(string.Create(
                    CultureInfo.InvariantCulture, $"{name} printed nothing for {step.Silence.TotalSeconds:0.#} s; Spacelift ends a run after {options.SilenceLimit.TotalSeconds:0.#} s without output."));
            }

            if (step.Log.Size > MostOutput)
            {
                Add(string.Create(
                    CultureInfo.InvariantCulture, $"{name} printed {step.Log.Size / 1_000_000} MB; that is too much to read in a log, and it slows the run down."));
            }
            if (step.Log.HasInvalidText) Add($"{name} printed bytes that are not valid UTF-8; they are shown as \uFFFD.");
            if (step.IsHook
                && ((step.Command.Contains("sudo", StringComparison.Ordinal) && Sudo().IsMatch(step.Command))
                    || (step.State == StepState.Failed
                        && step.Log.Lines.Any(line => NeedsRoot().IsMatch(line.AsSpan(0, Math.Min(line.Length, LongestError)))))))
            {
                Add($"{name} seems to need root: on a worker hooks run as the user spacelift (1983), as they do here.");
            }
        }

        var left = leftBehind.Where(_left.Add).ToArray();
        if (left.Length > 0)
        {
            Add($"{phase.Name} left processes running: {string.Join(", ", left)}. They are killed with the container, at the pause or after the run.");
        }
    }

    /// <param name="names">Variables that sessions exported before the pause, and none after it.</param>
    public void Lost(IEnumerable<string> names)
    {
        var lost = names.Except(ExportedVariables.OfSession).Order(StringComparer.Ordinal).ToArray();
        if (lost.Length > 0) Add($"Variables are lost at the pause: {string.Join(", ", lost)}. Export them again in before_apply.");
    }

    /// <param name="files">Files that were written outside of the workspace; null if they are not known.</param>
    /// <param name="pauses">Whether the run continues without them.</param>
    public void Outside(IReadOnlyList<string>? files, bool pauses)
    {
        if (files is null)
        {
            Add("It is not known what was written outside the workspace: the container ended before listing it.");
            return;
        }

        files = [.. files.Where(file => !LauncherTrace.IsCheckpoint(file)).Order(StringComparer.Ordinal)];
        var ofRoot = files.Where(file => OfRoot.Any(start => file.StartsWith(start, StringComparison.Ordinal)) && !IsInHome(file))
            .ToArray();
        if (ofRoot.Length > 0) Add($"Written where only root can write on a worker: {Some(ofRoot)}.");
        var others = files.Except(ofRoot).ToArray();
        if (others.Length > 0)
        {
            Add($"Written outside the workspace: {Some(others)}. {(pauses ? "These files were gone after the pause." : "These files are lost with the container.")}");
        }
    }

    bool IsInHome(string file)
    {
        var home = options.Image is { } image ? image.Variables(hasTool: false)["HOME"] : Environment.GetEnvironmentVariable("HOME");
        return home is { Length: > 1 } && file.StartsWith($"{home}/", StringComparison.Ordinal);
    }

    static string Some(string[] files) => string.Join(", ", files.Take(5)) + (files.Length > 5 ? $" and {files.Length - 5} more" : "");

    [GeneratedRegex(@"(?:^\s*|[;&|({]\s*|\bthen\s+|\n[^\S\n]*)sudo\s")]
    private static partial Regex Sudo();

    [GeneratedRegex(
        "permission denied|operation not permitted|are you root|must be (?:run as )?root|requires root|superuser|chown: .*invalid argument",
        RegexOptions.IgnoreCase)]
    private static partial Regex NeedsRoot();
}
