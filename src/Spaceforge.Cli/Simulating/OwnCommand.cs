using System.Text;
using System.Text.RegularExpressions;
using Spaceforge.Commands;
using Spaceforge.Files;
using Spaceforge.Launching;
using Spaceforge.Plans;

namespace Spaceforge.Cli.Simulating;

/// <summary>A phase's own command, between its hooks.</summary>
static partial class OwnCommand
{
    public const string PlanJson = "spacelift.plan.json";
    const string PlanFile = "spacelift.plan";
    const string StateJson = "spacelift.state.before.json";

    const int LargestConfiguration = 10_000_000;
    const int LargestPlan = 500_000_000;

    public static readonly string[] Programs = ["terraform", "tofu"];

    /// <summary>The command, or null if the phase has nothing to do, and an explanation.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="options">The simulation's options.</param>
    /// <param name="projectRoot">The project root.</param>
    /// <param name="session">The path of the simulation's files in the run.</param>
    public static (string? Command, string Sentence) Of(
        RunPhase phase, SimulationOptions options, ForeignFolder projectRoot, string session)
    {
        if (options.Commands.TryGetValue(phase.Name, out var given)) return (given, "as given");

        if (options.PlanJson is not null)
        {
            return phase == RunPhase.Plan
                ? ($"cp {ShellWord.Quote($"{session}/{PlanJson}")} {PlanJson}", "uses the given plan")
                : (null, "nothing to do: the plan is given");
        }

        if (!Configuration(projectRoot).Any()) return (null, "nothing to do: the project root has no Terraform configuration");
        var found = options.Image is { } image ? Programs.FirstOrDefault(image.Has) : null;
        if ((found ?? Path.GetFileName(Program(options))) is not { } terraform)
        {
            return (null, "nothing to do: neither terraform nor tofu is on the PATH");
        }

        return phase.Name switch
        {
            "init" => ($"{terraform} init -input=false", terraform),
            "plan" =>
                ($"{terraform} show -json >{StateJson} && {terraform} plan -input=false -out={PlanFile} && {terraform} show -json {PlanFile} >{PlanJson}", terraform),
            "apply" => ($"{terraform} apply -input=false {PlanFile}", terraform),
            "destroy" when options.RunType == RunType.Testing => ($"{terraform} destroy -input=false -auto-approve", terraform),
            "destroy" => ($"{terraform} init -input=false && {terraform} destroy -input=false -auto-approve", terraform),
            _ => (null, "nothing to do: set the task's command with --phase perform='COMMAND'"),
        };
    }

    /// <summary>Whether the configuration stores its state remotely, or cannot be read to find out.</summary>
    public static bool HasRemoteState(ForeignFolder projectRoot) => Configuration(projectRoot).Any(file =>
    {
        try
        {
            return RemoteState().IsMatch(Squeezed(projectRoot.ReadText(file, LargestConfiguration)));
        }
        catch (IOException)
        {
            // Terraform may follow a link or read more than this.
            return true;
        }
    });

    /// <summary>Whether a plan has no changes to apply.</summary>
    /// <exception cref="PluginFailedException">The file is not a plan.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool ChangesNothing(ForeignFolder projectRoot)
    {
        if (projectRoot.ReadIfThere(PlanJson, LargestPlan) is not { } content) return false;

        var mark = content.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        var plan = PlanReader.Read(new JsonFile(Path.Combine(projectRoot.FullPath, PlanJson), "plan", content.AsMemory(mark), mark));
        return plan.Applyable is { } applyable
            ? !applyable
            : plan.ResourceChanges.All(change => change.IsNoOp || change.IsRead) && plan.OutputChanges.Values.All(output => output.IsNoOp);
    }

    /// <summary>The machine's Terraform or OpenTofu, or null.</summary>
    public static string? Program(SimulationOptions options) => Programs
        .Select(name => SearchPath.Find(name, options.SearchPath ?? ""))
        .FirstOrDefault(path => path is not null);

    static IEnumerable<string> Configuration(ForeignFolder folder) =>
        folder.List().Where(entry => entry.Kind != ForeignKind.Folder).Select(entry => entry.Path).Where(IsConfiguration);

    // Thousands of spaces and empty lines would take the regular expression quadratic time.
    static string Squeezed(string text)
    {
        var squeezed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c)) squeezed.Append(c);
            else if (squeezed.Length == 0 || !char.IsWhiteSpace(squeezed[^1])) squeezed.Append(c == '\n' ? c : ' ');
            else if (c == '\n') squeezed[^1] = c;
        }

        return squeezed.ToString();
    }

    static bool IsConfiguration(string file) => file.EndsWith(".tf", StringComparison.Ordinal)
        || file.EndsWith(".tofu", StringComparison.Ordinal) || file.EndsWith(".tf.json", StringComparison.Ordinal);

    [GeneratedRegex("""^\s*"?(?:backend\s*"?:?\s*\{?\s*"(?!local")|cloud"?\s*:?\s*\{)""", RegexOptions.Multiline)]
    private static partial Regex RemoteState();
}
