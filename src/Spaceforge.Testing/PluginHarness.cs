using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Spaceforge.Hooks;
using Spaceforge.Hosting;
using Spaceforge.Http;
using Spaceforge.Model;

namespace Spaceforge.Testing;

/// <summary>Runs a plugin's hooks in a test, in a temporary workspace with its own environment.</summary>
/// <remarks>
/// <code>
/// using var harness = new PluginHarness&lt;MyPlugin&gt;();
/// harness.Parameters["api_key"] = "key";
/// harness.Commands.Answer("my-security-tool", exitCode: 1);
/// var outcome = await harness.RunAsync(Hook.AfterPlan);
/// </code>
/// </remarks>
/// <typeparam name="T">The plugin, with a public parameterless constructor.</typeparam>
public sealed class PluginHarness<[DynamicallyAccessedMembers(
    DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | PluginDefinition.Needed)] T> : IDisposable
    where T : SpaceforgePlugin
{
    const string PolicyInputEnding = ".custom.spacelift.json";

    readonly DirectoryInfo _workspace = Directory.CreateTempSubdirectory("spaceforge-");

    readonly Func<T>? _create;
    readonly Dictionary<string, JsonObject> _policyInputs = [];

    /// <summary>Creates an empty workspace. Parameters are set with <see cref="Parameters"/> and <see cref="Environment"/>.</summary>
    public PluginHarness()
        : this(null)
    {
    }

    /// <summary>
    /// Creates an empty workspace for an instance that the test creates, for example <c>() => new MyPlugin { ApiToken = "token" }</c>;
    /// its properties hold the parameters' values.
    /// </summary>
    /// <param name="create">Creates an instance for each hook; null to create one whose properties are not set.</param>
    public PluginHarness(Func<T>? create)
    {
        _create = create;
        Directory.CreateDirectory(ProjectRoot);
    }

    /// <summary>The folder that hooks run in; put <c>spacelift.plan.json</c> and the stack's files here.</summary>
    public string ProjectRoot => Path.Combine(_workspace.FullName, "source");

    /// <summary>The run's variables, in addition to those of the plugin's contexts; only PATH is inherited from the process.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "",
    };

    /// <summary>The installer's values, by parameter id; other parameters have their defaults.</summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>();

    /// <summary>The scripted answers to commands.</summary>
    public CommandScript Commands { get; } = new();

    /// <summary>The services' clock. Default: the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>
    /// The longest delay before a request to Spacelift is retried; <see cref="TimeSpan.Zero"/> retries at once. Default: null,
    /// as on a worker, where delays start at one second and a server may ask for up to 30.
    /// </summary>
    public TimeSpan? RetryDelay { get; set; }

    /// <summary>
    /// Whether policies see hashes in place of the plan's texts. Default: true, as in Spacelift unless the stack says otherwise.
    /// </summary>
    public bool SanitizesPlan { get; set; } = true;

    internal HttpSettings Http { get; set; } = new();

    /// <summary>
    /// The fake Spacelift for the hook. If set, the hook runs as on a worker; otherwise, as on the author's machine.
    /// </summary>
    public FakeSpacelift? Spacelift { get; set; }

    /// <summary>Writes a file into the project root.</summary>
    /// <param name="name">The path in the project root, for example <c>spacelift.plan.json</c>.</param>
    /// <param name="text">The content.</param>
    public void WriteFile(string name, string text)
    {
        var path = Path.Combine(ProjectRoot, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Runs a hook on a new instance of the plugin.</summary>
    /// <param name="hook">The hook.</param>
    /// <param name="cancellationToken">Cancels the hook.</param>
    public Task<HookOutcome> RunAsync(Hook hook, CancellationToken cancellationToken = default) => RunAsync(hook, null, cancellationToken);

    /// <summary>
    /// Runs code with the services of the plugin's hooks, for tests of helper classes:
    /// <c>await harness.UseAsync((services, stop) => new Deployer(services).DeployAsync(stop));</c>
    /// </summary>
    /// <param name="action">Runs instead of <c>after_plan</c>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task<HookOutcome> UseAsync(Func<HookServices, CancellationToken, Task> action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        return RunAsync(Hook.AfterPlan, action, cancellationToken);
    }

    /// <summary>
    /// Evaluates the plugin's policies as Spacelift would, over what hooks have left: <c>spacelift.plan.json</c> in the project root, and
    /// policy inputs. The rest of the input is a sample.
    /// </summary>
    /// <remarks>
    /// <code>
    /// await harness.RunAsync(Hook.AfterPlan);
    /// var decision = harness.EvaluatePolicies(PolicyType.Plan);
    /// Assert.True(decision.Denied, decision.ToString());
    /// </code>
    /// </remarks>
    /// <param name="type">The type of the policies, for example <see cref="PolicyType.Plan"/>.</param>
    /// <param name="name">The name of one policy; null for all of the type, which decide together.</param>
    /// <param name="change">Changes the input, for example <c>input =&gt; input["spacelift"]!["run"]!["type"] = "PROPOSED"</c>.</param>
    /// <exception cref="InvalidOperationException">The plugin has no such policy, or one cannot be evaluated.</exception>
    public PolicyOutcome EvaluatePolicies(PolicyType type, string? name = null, Action<JsonObject>? change = null)
    {
        var inputs = new Dictionary<string, JsonObject>(_policyInputs);
        foreach (var (file, data) in PolicyInputFiles()) inputs[file] = data;
        return new PolicyBench(_create is null ? Activator.CreateInstance<T>() : _create(), ProjectRoot)
            .Evaluate(type, name, inputs, SanitizesPlan, change);
    }

    async Task<HookOutcome> RunAsync(Hook hook, Func<HookServices, CancellationToken, Task>? action, CancellationToken cancellationToken)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var markdown = new List<string>();
        var policyInputs = new Dictionary<string, JsonObject>();
        var environment = new HostEnvironment
        {
            Output = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            Env = new EnvironmentVariables(Variables()),
            StandsForPlatform = true,
            PropertiesAreSet = _create is not null,
            HasEveryHook = action is not null,
            WorkingDirectory = ProjectRoot,
            Clock = Clock,
            Http = RetryDelay is { } delay ? Http with { FirstDelay = delay, LongestDelay = delay } : Http,
            CommandScript = Commands.Run,
            MarkdownTaken = markdown.Add,
            PolicyInputTaken = (name, data) => policyInputs[name] = data,
        };

        var host = new PluginHost(typeof(T), Create, environment);
        var exitCode = await host.RunAsync(
            ["run", HookNames.NameOf(hook), .. Parameters.SelectMany(
                parameter => (string[])["--param", $"{parameter.Key}={parameter.Value}"])], cancellationToken);
        if (Spacelift is { } spacelift) markdown.AddRange(spacelift.PluginOutputs.Values);
        foreach (var (name, data) in PolicyInputFiles()) policyInputs[name] = data;
        foreach (var (name, data) in policyInputs) _policyInputs[name] = data;

        return new HookOutcome
        {
            ExitCode = exitCode,
            Log = error.ToString(),
            Output = output.ToString(),
            Markdown = markdown,
            PolicyInputs = policyInputs,
        };

        T Create()
        {
            var plugin = _create is null ? Activator.CreateInstance<T>() : _create();
            plugin.InPlaceOfHooks = action;
            return plugin;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Delete(recursive: true);

    IEnumerable<(string Name, JsonObject Data)> PolicyInputFiles() => Directory.GetFiles(ProjectRoot, $"*{PolicyInputEnding}")
        .Select(file => (Path.GetFileName(file)[..^PolicyInputEnding.Length], JsonNode.Parse(File.ReadAllText(file))!.AsObject()));

    Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(Environment);
        if (Spacelift is null) return variables;

        variables.TryAdd("TF_VAR_spacelift_run_id", "01FAKERUN00000000000000000");
        variables.TryAdd("TF_VAR_spacelift_workspace_root", _workspace.FullName);
        variables.TryAdd("TF_VAR_spacelift_graphql_endpoint", Spacelift.Endpoint);
        variables.TryAdd("SPACELIFT_API_TOKEN", Spacelift.RunToken);
        variables.TryAdd("NO_COLOR", "1");
        return variables;
    }
}
