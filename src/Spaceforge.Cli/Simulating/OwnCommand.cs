using System.Text.RegularExpressions;
using Spaceforge.Cli.Processes;
using Spaceforge.Launching;

namespace Spaceforge.Cli.Simulating;

/// <summary>The command of a phase itself, between its hooks.</summary>
static partial class OwnCommand
{
    public const string PlanJson = "spacelift.plan.json";
    const string PlanFile = "spacelift.plan";
    const string StateJson = "spacelift.state.before.json";

    static readonly string[] Programs = ["terraform", "tofu"];

    /// <summary>The command, or null where the phase has nothing to do, and a sentence about either.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="projectRoot">The project root on the machine.</param>
    /// <param name="session">Where the run finds the files of the simulation.</param>
    public static (string? Command, string Sentence) Of(RunPhase phase, SimulationOptions options, string projectRoot, string session)
    {
        if (options.Commands.TryGetValue(phase.Name, out var given)) return (given, "as given");

        if (options.PlanJson is not null)
        {
            return phase == RunPhase.Plan
                ? ($"cp {ShellWord.Quote($"{session}/{PlanJson}")} {PlanJson}", "stands for the plan")
                : (null, "nothing to do: the plan is given");
        }

        if (!Directory.EnumerateFiles(projectRoot).Any(IsConfiguration)) return (null, "nothing to do: the project root has no Terraform configuration");
        if (Program() is not { } terraform) return (null, "nothing to do: there is neither terraform nor tofu on the PATH");

        return phase.Name switch
        {
            "init" => ($"{terraform} init -input=false", terraform),
            "plan" => ($"{terraform} show -json >{StateJson} && {terraform} plan -input=false -out={PlanFile} && {terraform} show -json {PlanFile} >{PlanJson}", terraform),
            "apply" => ($"{terraform} apply -input=false {PlanFile}", terraform),
            "destroy" when options.RunType == RunType.Testing => ($"{terraform} destroy -input=false -auto-approve", terraform),
            "destroy" => ($"{terraform} init -input=false && {terraform} destroy -input=false -auto-approve", terraform),
            _ => (null, "nothing to do: name the task with --phase perform='COMMAND'"),
        };
    }

    /// <summary>Whether the configuration keeps its state somewhere that a simulation must not touch.</summary>
    public static bool HasRemoteState(string projectRoot) => Directory.EnumerateFiles(projectRoot).Where(IsConfiguration).Any(file => RemoteState().IsMatch(File.ReadAllText(file)));

    /// <summary>Whether a plan changes nothing, so that there is nothing to apply.</summary>
    /// <exception cref="PluginFailedException">The file is no plan.</exception>
    public static bool ChangesNothing(string projectRoot)
    {
        var file = Path.Combine(projectRoot, PlanJson);
        if (!File.Exists(file)) return false;

        var plan = TerraformPlan.Load(file);
        return plan.Applyable is { } applyable
            ? !applyable
            : plan.ResourceChanges.All(change => change.IsNoOp || change.IsRead) && plan.OutputChanges.Values.All(output => output.IsNoOp);
    }

    static string? Program() => Programs.FirstOrDefault(name => SearchPath.Find(name) is not null);

    static bool IsConfiguration(string file) => file.EndsWith(".tf", StringComparison.Ordinal) || file.EndsWith(".tofu", StringComparison.Ordinal) || file.EndsWith(".tf.json", StringComparison.Ordinal);

    [GeneratedRegex("""^\s*"?(?:backend\s*"?:?\s*\{?\s*"(?!local")|cloud"?\s*:?\s*\{)""", RegexOptions.Multiline)]
    private static partial Regex RemoteState();
}
