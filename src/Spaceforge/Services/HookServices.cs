using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Spaceforge.Api;
using Spaceforge.Commands;
using Spaceforge.Files;
using Spaceforge.Logging;
using Spaceforge.Outputs;
using Spaceforge.Pending;
using Spaceforge.Plans;
using Spaceforge.PolicyInputs;
using Spaceforge.Runs;
using Spaceforge.Secrets;
using Spaceforge.Workspaces;

namespace Spaceforge;

/// <summary>
/// Everything that hooks can use. A plugin has shortcuts for its members; pass the object itself to helper classes. Methods that take a
/// cancellation token always observe the hook's own token too. In tests, use <c>PluginHarness.UseAsync</c>.
/// </summary>
public sealed class HookServices
{
    readonly PluginLogger _log;
    readonly SecretMasker _secrets;
    readonly ProjectFiles _files;
    readonly CommandRunner _commands;
    readonly SpaceliftApi _api;
    readonly PluginOutputs _outputs;
    readonly PolicyInputFiles _policyInputs;
    readonly RunPlans _plans;
    readonly PluginWorkspace _workspace;
    readonly ExportedFile? _exports;
    readonly BackgroundProcesses _background;
    readonly StartedWork _started;
    readonly CancellationToken _stop;
    SpaceliftClient? _client;

    internal HookServices(
        EnvironmentVariables env,
        RunInfo runInfo,
        TimeProvider clock,
        PluginLogger log,
        SecretMasker secrets,
        ProjectFiles files,
        CommandRunner commands,
        SpaceliftApi api,
        PluginOutputs outputs,
        PolicyInputFiles policyInputs,
        RunPlans plans,
        PluginWorkspace workspace,
        ExportedFile? exports,
        BackgroundProcesses background,
        StartedWork started,
        CancellationToken stop)
    {
        (Env, RunInfo, Clock) = (env, runInfo, clock);
        (_log, _secrets, _files, _commands, _api, _outputs, _policyInputs) = (log, secrets, files, commands, api, outputs, policyInputs);
        (_plans, _workspace, _exports, _background, _started, _stop) = (plans, workspace, exports, background, started, stop);
    }

    /// <summary>Information about the run from the platform. In a local run, most of it is null.</summary>
    public RunInfo RunInfo { get; }

    /// <summary>The environment variables of the run: those declared by the plugin's contexts, the platform's and the stack's.</summary>
    public EnvironmentVariables Env { get; }

    /// <summary>
    /// The run's log; each line is written as <c>[RUN_ID] (PLUGIN) message</c>. Debug lines are shown if <c>SPACELIFT_DEBUG</c> is
    /// <c>true</c>, and in local runs. Secrets are masked in the log and in everything else that the process writes.
    /// </summary>
    public ILogger Logger => _log;

    /// <summary>
    /// The full path of the folder that hooks and their commands run in, with the stack's files; on a worker, the project root.
    /// </summary>
    public string ProjectFolder => _files.Folder;

    /// <summary>The Spacelift GraphQL API, used as the run, or as the user of the last <see cref="UseUserTokenAsync"/>.</summary>
    public SpaceliftClient Spacelift => _client ??= new SpaceliftClient(_api);

    /// <summary>The clock. Tests can set it.</summary>
    public TimeProvider Clock { get; }

    /// <summary>
    /// Masks a value as <c>*****</c> from now on in everything that the plugin writes or sends, and on a worker also in the output of
    /// others. Values of sensitive parameters and variables, and tokens, are always masked.
    /// </summary>
    /// <param name="secret">The value. Values under four characters are not masked. In a multi-line value, each line is masked.</param>
    public void AddMask(string secret) => _secrets.Add(secret);

    /// <summary>Runs a command in the project folder, logs its output line by line, and returns the result.</summary>
    /// <param name="command">
    /// The program: a name to look up on the PATH, or a path, which may be relative to the project folder.
    /// </param>
    /// <param name="arguments">The arguments. They are not passed through a shell, so nothing needs quoting.</param>
    /// <exception cref="PluginFailedException">The program does not exist or cannot be executed.</exception>
    public Task<CliResult> RunCliAsync(string command, params IReadOnlyList<string> arguments) =>
        _started.FollowAsync(nameof(RunCliAsync), command, _commands.RunAsync(new CliOptions(), command, arguments));

    /// <summary>Like <see cref="RunCliAsync(string, IReadOnlyList{string})"/>, with options.</summary>
    /// <param name="options">Logging, folder, variables, input, time limit, cancellation, and expected exit codes.</param>
    /// <param name="command">
    /// The program: a name to look up on the PATH, or a path, which may be relative to the project folder.
    /// </param>
    /// <param name="arguments">The arguments. They are not passed through a shell, so nothing needs quoting.</param>
    /// <exception cref="PluginFailedException">The program does not exist, cannot be executed, or took too long.</exception>
    public Task<CliResult> RunCliAsync(CliOptions options, string command, params IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _started.FollowAsync(nameof(RunCliAsync), command, _commands.RunAsync(options, command, arguments));
    }

    /// <summary>Whether a program is on the PATH and can start on this machine. A test that answers commands decides itself.</summary>
    internal bool CanStart(string program) => _commands.CanStart(program);

    /// <summary>The file that a program's name stands for; null if there is none, or a test answers for it.</summary>
    internal string? FindProgram(string program) => _commands.Find(program);

    /// <summary>
    /// Returns the full path of a project file, which need not exist. Use it for paths from an installer or the repository.
    /// </summary>
    /// <param name="path">The path relative to <see cref="ProjectFolder"/>.</param>
    /// <exception cref="PluginFailedException">It is outside of the project folder, possibly through a link.</exception>
    public string ProjectPath(string path) => _files.PathOf(path);

    /// <summary>
    /// Safely reads a project file that the repository may control: only regular files, up to a size limit, and without
    /// blocking.
    /// </summary>
    /// <param name="path">The path relative to <see cref="ProjectFolder"/>.</param>
    /// <param name="limit">The maximum size in bytes. Default: 100 MB.</param>
    /// <exception cref="PluginFailedException">It is outside of the project folder, missing, not a regular file, or too
    /// large.</exception>
    public byte[] ReadFile(string path, int limit = 100_000_000) => _files.Read(path, limit);

    /// <summary>
    /// The folder of the repository: <see cref="ProjectFolder"/>, or a folder above it if the stack has a project root.
    /// </summary>
    public string RepositoryFolder
    {
        get
        {
            if (RunInfo.WorkspaceRoot is { } workspace && Path.Combine(workspace, "source") is var source
                && Path.TrimEndingDirectorySeparator(ProjectFolder).StartsWith(source, StringComparison.Ordinal))
            {
                return source;
            }

            return ProjectFolder;
        }
    }

    /// <summary>Like <see cref="ReadFile"/>, but for any file of the repository, also outside of the project folder.</summary>
    /// <param name="path">The path relative to <see cref="RepositoryFolder"/>.</param>
    /// <param name="limit">The maximum size in bytes. Default: 100 MB.</param>
    /// <exception cref="PluginFailedException">It is outside of the repository, missing, not a regular file, or too large.</exception>
    public byte[] ReadRepositoryFile(string path, int limit = 100_000_000) =>
        new ProjectFiles(RepositoryFolder, "repository").Read(path, limit);

    /// <summary>Writes a project file atomically. An existing file keeps its mode.</summary>
    /// <param name="path">The path relative to <see cref="ProjectFolder"/>.</param>
    /// <param name="content">The complete content.</param>
    /// <exception cref="PluginFailedException">It is outside of the project folder, or cannot be written.</exception>
    public void WriteFile(string path, ReadOnlySpan<byte> content) => _files.Write(path, content);

    /// <summary>Sends a GraphQL document to Spacelift through <see cref="Spacelift"/>.</summary>
    /// <inheritdoc cref="SpaceliftClient.QueryAsync(string, JsonObject, ApiOptions, CancellationToken)"/>
    public Task<JsonObject> QueryApiAsync(
        string query, JsonObject? variables = null, ApiOptions? options = null, CancellationToken cancellationToken = default) =>
        Spacelift.QueryAsync(query, variables, options, cancellationToken);

    /// <summary>Sends a GraphQL document to Spacelift through <see cref="Spacelift"/>, and deserializes the data.</summary>
    /// <inheritdoc cref="SpaceliftClient.QueryAsync{T}(string, JsonTypeInfo{T}, JsonObject, ApiOptions, CancellationToken)"/>
    public Task<T> QueryApiAsync<T>(
        string query, JsonTypeInfo<T> type, JsonObject? variables = null, ApiOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Spacelift.QueryAsync(query, type, variables, options, cancellationToken);

    /// <summary>Returns a client that sends requests as a user, who may have more permissions than the run. It renews its token.</summary>
    /// <param name="id">The id of the user's API key.</param>
    /// <param name="secret">The key's secret, which is masked from now on.</param>
    /// <param name="cancellationToken">Cancels waiting for the token.</param>
    /// <exception cref="SpaceliftApiException">The key is unknown, or there is no answer.</exception>
    public Task<SpaceliftClient> ConnectAsUserAsync(string id, string secret, CancellationToken cancellationToken = default) =>
        _api.ConnectAsync(id, secret, cancellationToken);

    /// <summary>
    /// Sends later queries as a user, and returns the client that does so. Plugin outputs keep using the run's own token.
    /// </summary>
    /// <inheritdoc cref="ConnectAsUserAsync"/>
    public async Task<SpaceliftClient> UseUserTokenAsync(string id, string secret, CancellationToken cancellationToken = default) =>
        _client = await ConnectAsUserAsync(id, secret, cancellationToken);

    /// <summary>Shows Markdown on the run's page in Spacelift's user interface. A local run prints it instead.</summary>
    /// <param name="markdown">The text. A second call in the same run replaces the first text.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Whether Spacelift has received it. A failure is logged and does not fail the hook.</returns>
    public Task<bool> SendMarkdownAsync(string markdown, CancellationToken cancellationToken = default) =>
        _started.FollowAsync(nameof(SendMarkdownAsync), "", _outputs.SendAsync(markdown, cancellationToken));

    /// <summary>
    /// Shows Markdown under a name of its own, beside the plugin's other texts: each name has its own place on the run's page.
    /// </summary>
    /// <param name="name">The name after the plugin's, for example <c>costs</c>: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
    /// <param name="markdown">The text. A second call with the same name replaces the first text.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Whether Spacelift has received it. A failure is logged and does not fail the hook.</returns>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    public Task<bool> SendMarkdownAsync(string name, string markdown, CancellationToken cancellationToken = default)
    {
        PluginWorkspace.CheckName(name, "a plugin output");
        return _started.FollowAsync(nameof(SendMarkdownAsync), name, _outputs.SendAsync(markdown, cancellationToken, name));
    }

    /// <summary>
    /// Sets an environment variable for the rest of this hook and for everything that runs later: the commands of this phase, and all
    /// later phases, also after the run was confirmed. The value is never evaluated by a shell. A local run sets it for the hook only.
    /// </summary>
    /// <param name="name">Letters, digits and <c>_</c>; names of the shell, the loader and the platform are refused.</param>
    /// <param name="value">The value, up to 128 KiB. It is kept in the workspace in a file that only the worker's user can read.</param>
    /// <param name="sensitive">Whether the value is masked from now on, also by later hooks of all plugins. Default: false.</param>
    /// <exception cref="InvalidOperationException">The plugin does not override <c>ExportsVariables</c> to return true.</exception>
    /// <exception cref="PluginFailedException">The name or the value is not valid, or the file cannot be written.</exception>
    public void ExportVariable(string name, string value, bool sensitive = false)
    {
        if (_exports is null)
        {
            throw new InvalidOperationException(
                "A plugin that exports variables must say so: public override bool ExportsVariables => true. Its manifest then sets them.");
        }

        _started.Follow(nameof(ExportVariable), name, () => _exports.Set(name, value, sensitive));
    }

    /// <summary>
    /// Runs an action once per workspace, which a run keeps from its first phase to its last: later hooks that call this with the same
    /// name skip it, also after the run was confirmed. An action that fails is run again. A local run always runs it.
    /// </summary>
    /// <param name="name">The action's name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>. Plugins do not share names.</param>
    /// <param name="action">The action.</param>
    /// <param name="cancellationToken">Passed to the action, together with the hook's own token.</param>
    /// <returns>Whether the action was run.</returns>
    /// <exception cref="ArgumentException">The name is not valid.</exception>
    public async Task<bool> OncePerWorkspaceAsync(
        string name, Func<CancellationToken, Task> action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop, cancellationToken);
        return await _started.FollowAsync(nameof(OncePerWorkspaceAsync), name, _workspace.OnceAsync(name, action, stop.Token));
    }

    /// <summary>
    /// Starts a program that keeps running when the hook has ended, such as a proxy or a tunnel. It must be stopped by a later hook with
    /// <see cref="StopBackgroundAsync"/>, for example in <c>after_run</c>. It does not survive a pause of the run, which changes the
    /// container; check in <c>before_apply</c>. In a local run, it is killed at the end of the hook.
    /// </summary>
    /// <param name="name">Its name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>. Plugins do not share names.</param>
    /// <param name="command">The program: a name to look up on the PATH, or a full path.</param>
    /// <param name="arguments">The arguments. They are not passed through a shell, so nothing needs quoting.</param>
    /// <returns>The path of its log, with standard output and standard error.</returns>
    /// <exception cref="PluginFailedException">The program does not exist, or one with this name is still running.</exception>
    public Task<string> StartBackgroundAsync(string name, string command, params IReadOnlyList<string> arguments) =>
        _started.FollowAsync(nameof(StartBackgroundAsync), name, _background.StartAsync(name, command, arguments, _stop));

    /// <summary>
    /// Stops a program that this or an earlier hook started, together with its child processes, and logs the end of its log.
    /// </summary>
    /// <param name="name">The name that it was started with.</param>
    /// <param name="grace">How long it may take to end after SIGTERM before it is killed. Default: ten seconds.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>How it ended; null, with a warning in the log, if it was never started.</returns>
    public async Task<BackgroundResult?> StopBackgroundAsync(
        string name, TimeSpan? grace = null, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop, cancellationToken);
        return await _started.FollowAsync(
            nameof(StopBackgroundAsync), name, _background.StopAsync(name, grace ?? TimeSpan.FromSeconds(10), stop.Token));
    }

    /// <summary>
    /// Returns the run's plan, for plugins that make no sense without one. A stack of another vendor has none: then the log says that
    /// it is skipped.
    /// </summary>
    /// <param name="cancellationToken">Cancels the tool that shows the plan.</param>
    /// <returns>The plan; null if the stack has another vendor.</returns>
    /// <exception cref="PluginFailedException">There is no plan, and the stack may use Terraform, OpenTofu or Terragrunt.</exception>
    public async Task<TerraformPlan?> RequirePlanAsync(CancellationToken cancellationToken = default) =>
        await GetPlanAsync(cancellationToken) ?? (TerraformPlan?)WithoutPlan();

    /// <summary>Like <see cref="RequirePlanAsync"/>, for tools that read a file, see <see cref="GetPlanFileAsync"/>.</summary>
    /// <param name="cancellationToken">Cancels the tool that shows the plan.</param>
    /// <returns>The path; null if the stack has another vendor.</returns>
    /// <exception cref="PluginFailedException">There is no plan, and the stack may use Terraform, OpenTofu or Terragrunt.</exception>
    public async Task<string?> RequirePlanFileAsync(CancellationToken cancellationToken = default) =>
        await GetPlanFileAsync(cancellationToken) ?? (string?)WithoutPlan();

    /// <summary>Concludes a check: fails the hook, logs a warning, or logs that there is no problem.</summary>
    /// <param name="failMode">What happens to the run if there is a problem.</param>
    /// <param name="problem">The problem, or null.</param>
    /// <param name="otherwise">The message to log if there is no problem.</param>
    /// <exception cref="PluginFailedException">There is a problem, and the mode is <see cref="FailMode.Fail"/>.</exception>
    public void Decide(FailMode failMode, string? problem, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(otherwise);
        if (problem is null) _log.Write(LogLevel.Information, otherwise);
        else if (failMode == FailMode.Fail) throw new PluginFailedException(problem);
        else
        {
            _log.Write(LogLevel.Warning, $"{problem} {(failMode == FailMode.Policy
                ? "The plan policy denies the run." : "The run continues.")}");
        }
    }

    // The vendor is only detected from files if the platform has written no plan, because a pull request can add files.
    object? WithoutPlan()
    {
        if (Vendor is StackVendor.Terraform or StackVendor.Terragrunt or StackVendor.Unknown)
        {
            throw new PluginFailedException(
                "There is no plan. Terraform, OpenTofu and Terragrunt stacks have one from after_plan on.");
        }

        _log.Write(LogLevel.Warning, $"Nothing was checked: this is a {Vendor} stack, which has no Terraform plan.");
        return null;
    }

    /// <summary>
    /// Adds data to the policy input, which plan policies read as <c>input.third_party_metadata.custom.NAME</c>. A local run prints it
    /// instead. Policies see what exists at the end of the plan phase, so call it before or in <c>after_plan</c>.
    /// </summary>
    /// <param name="name">Letters, digits, <c>_</c> and <c>-</c>. A second input with the same name replaces the first.</param>
    /// <param name="data">A JSON object.</param>
    /// <exception cref="ArgumentException">The name is not valid, or the data is not an object.</exception>
    public void AddToPolicyInput(string name, JsonNode data) =>
        _started.Follow(nameof(AddToPolicyInput), name, () => _policyInputs.Add(name, data));

    /// <summary>Like <see cref="AddToPolicyInput(string, JsonNode)"/>, with a serialized type.</summary>
    /// <typeparam name="T">A type that is serialized as a JSON object.</typeparam>
    /// <param name="name">Letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="data">The data.</param>
    /// <param name="type">The type's metadata from a <c>JsonSerializerContext</c>: native plugins cannot use reflection.</param>
    /// <exception cref="ArgumentException">The name is not valid, or the data is not an object.</exception>
    public void AddToPolicyInput<T>(string name, T data, JsonTypeInfo<T> type) =>
        AddToPolicyInput(name, JsonSerializer.SerializeToNode(data, type)
            ?? throw new ArgumentException($"The policy input '{name}' is null.", nameof(data)));

    /// <summary>
    /// The stack's vendor, as far as the environment and the project's files show. Plugins for one vendor should skip other stacks.
    /// </summary>
    public StackVendor Vendor => VendorSearch.In(_files.Folder, Env);

    /// <summary>
    /// Reads the run's plan from <c>spacelift.plan.json</c> in the project folder, or lets <c>terraform</c> or <c>tofu</c> show
    /// <c>spacelift.plan</c>. The plans of Terragrunt units are merged into one; <see cref="ResourceChange.Unit"/> tells them apart. In
    /// a module test, the folders of its test cases are searched too.
    /// </summary>
    /// <param name="cancellationToken">Cancels the tool that shows the plan.</param>
    /// <returns>The plan, or null, with an error in the log, if there is none.</returns>
    /// <exception cref="PluginFailedException">A file cannot be read, is truncated, or is not a plan.</exception>
    public Task<TerraformPlan?> GetPlanAsync(CancellationToken cancellationToken = default) =>
        _started.FollowAsync(nameof(GetPlanAsync), "", _plans.PlanAsync(cancellationToken));

    /// <summary>
    /// Returns the path of a file with the plan of <see cref="GetPlanAsync"/> as JSON, for tools that read one: the platform's file, or
    /// a private one that is deleted at the end of the hook.
    /// </summary>
    /// <param name="cancellationToken">Cancels the tool that shows the plan.</param>
    /// <returns>The path, or null, with an error in the log, if there is no plan.</returns>
    /// <exception cref="PluginFailedException">A file cannot be read, is truncated, or is not a plan.</exception>
    public Task<string?> GetPlanFileAsync(CancellationToken cancellationToken = default) =>
        _started.FollowAsync(nameof(GetPlanFileAsync), "", _plans.FileAsync(cancellationToken));

    /// <summary>
    /// Reads the state before the run from <c>spacelift.state.before.json</c> in the project folder, or the prior state in the plan.
    /// The latter includes the results of refreshing.
    /// </summary>
    /// <param name="cancellationToken">Cancels the tool that shows the plan.</param>
    /// <returns>The state, or null if there is none; with an error in the log if there is no plan either.</returns>
    /// <exception cref="PluginFailedException">A file cannot be read, is truncated, or is not a state.</exception>
    public Task<TerraformState?> GetStateBeforeAsync(CancellationToken cancellationToken = default) =>
        _started.FollowAsync(nameof(GetStateBeforeAsync), "", _plans.StateBeforeAsync(cancellationToken));
}
