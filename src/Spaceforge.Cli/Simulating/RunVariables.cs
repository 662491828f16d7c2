using System.Text.Json;
using System.Text.RegularExpressions;
using Spaceforge.Definitions;
using Spaceforge.Launching;

namespace Spaceforge.Cli.Simulating;

/// <summary>
/// The environment of a run: the platform's variables, then those of contexts, the stack's, and the runtime configuration's.
/// </summary>
static partial class RunVariables
{
    /// <summary>The run's final state, which after_run sees.</summary>
    public const string FinalState = "TF_VAR_spacelift_final_run_state";

    /// <summary>The slug of a stack without a name.</summary>
    public const string DefaultStack = "simulation";

    // Prefixes of stage-specific variables: for every stage except apply, and for apply only.
    const string ReadOnly = "ro_";
    const string WriteOnly = "wo_";

    public static Dictionary<string, string> Of(
        SimulationOptions options, IReadOnlyDictionary<string, string> contexts, IReadOnlyDictionary<string, string> configured,
        IReadOnlyDictionary<string, string> ofImage, string workspace, string endpoint, string token)
    {
        var variables = new Dictionary<string, string>(ofImage)
        {
            ["TF_IN_AUTOMATION"] = "1",
            ["SPACELIFT_API_TOKEN"] = token,
        };
        foreach (var (name, value) in ((string, string)[])
        [
            ("account_name", "simulation"),
            ("commit_branch", "main"),
            ("commit_sha", new string('0', 40)),
            ("graphql_endpoint", endpoint),
            ("local_preview", "false"),
            ("repository", "simulation/stack"),
            ("run_id", "01J0000000000000000000000S"),
            ("run_trigger", "manual"),
            ("run_type", options.RunType.Name),
            ("space_id", "root"),
            ("stack_branch", "main"),
            ("stack_id", options.RunType == RunType.Testing ? DefaultStack : options.Stack ?? DefaultStack),
            ("stack_labels", string.Join(',', options.Labels)),
            ("stack_labels_list", $"[{string.Join(", ", options.Labels.Select(label => $"\"{JsonEncodedText.Encode(label)}\""))}]"),
            ("workspace_root", workspace),
        ])
        {
            variables[$"TF_VAR_spacelift_{name}"] = value;
        }

        // In a module test the platform does not set the test case's folder.
        if (options.RunType != RunType.Testing) variables["TF_VAR_spacelift_project_root"] = options.ProjectRoot;
        foreach (var (name, value) in contexts.Concat(options.Variables).Concat(configured)) variables[name] =
            value.Replace(WorkerPaths.Workspace, workspace, StringComparison.Ordinal);

        if (options.Programs is not null) variables["PATH"] = options.SearchPath!;
        var plain = new Dictionary<string, string>(variables);
        foreach (var (name, value) in plain)
        {
            // Most have none, and the regular expression is not free.
            if (!value.Contains("${", StringComparison.Ordinal)) continue;

            variables[name] = Reference()
                .Replace(value, match => plain.TryGetValue(match.Groups[1].Value, out var found) ? found : match.Value);
        }

        return variables;
    }

    /// <summary>Shell commands that set the variables of a stage.</summary>
    public static IEnumerable<string> ForStage(IReadOnlyDictionary<string, string> variables, bool applying)
    {
        foreach (var (name, value) in variables.Where(variable => variable.Key.Length > 3))
        {
            var isReadOnly = name.StartsWith(ReadOnly, StringComparison.Ordinal);
            if (!isReadOnly && !name.StartsWith(WriteOnly, StringComparison.Ordinal)) continue;

            yield return isReadOnly != applying ? $"export {name[3..]}={ShellWord.Quote(value)}" : $"unset {name[3..]}";
        }
    }

    /// <summary>All other variables.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ForRun(IReadOnlyDictionary<string, string> variables) => variables
        .Where(variable => !variable.Key.StartsWith(ReadOnly, StringComparison.Ordinal)
            && !variable.Key.StartsWith(WriteOnly, StringComparison.Ordinal));

    /// <summary>The author's environment, without the platform's variables.</summary>
    public static Dictionary<string, string> OfMachine() => Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>()
        .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""))
        .Where(entry => !entry.Key.StartsWith("TF_VAR_spacelift_", StringComparison.Ordinal)
            && !entry.Key.StartsWith("SPACELIFT_", StringComparison.Ordinal))
        .ToDictionary(StringComparer.Ordinal);

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Reference();
}
