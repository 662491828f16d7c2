using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Spaceforge.Api;
using Spaceforge.Commands;
using Spaceforge.Files;
using Spaceforge.Logging;
using Spaceforge.Outputs;
using Spaceforge.Plans;
using Spaceforge.PolicyInputs;
using Spaceforge.Runs;
using Spaceforge.Secrets;

namespace Spaceforge;

/// <summary>
/// What hooks use. A plugin has its members as short forms; give the object itself to helper classes. Whatever takes a cancellation token
/// always listens to the hook's own, too. In tests, <c>PluginHarness.UseAsync</c> makes one.
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
        RunPlans plans)
    {
        (Env, RunInfo, Clock) = (env, runInfo, clock);
        (_log, _secrets, _files, _commands, _api, _outputs, _policyInputs) = (log, secrets, files, commands, api, outputs, policyInputs);
        _plans = plans;
    }

    /// <summary>What the platform says about the run. In a local run most of it is null.</summary>
    public RunInfo RunInfo { get; }

    /// <summary>The environment variables of the run: those that the plugin's contexts declare, the platform's and the stack's.</summary>
    public EnvironmentVariables Env { get; }

    /// <summary>
    /// Writes to the run's log, each line as <c>[RUN_ID] (PLUGIN) message</c>. Debug lines are shown when <c>SPACELIFT_DEBUG</c> is
    /// <c>true</c> and in local runs. Secrets are masked in it, and in everything else that the process writes.
    /// </summary>
    public ILogger Logger => _log;

    /// <summary>
    /// The folder that hooks and their commands run in, with the stack's files: a full path; on a worker, the project root.
    /// </summary>
    public string ProjectFolder => _files.Folder;

    /// <summary>Asks the Spacelift GraphQL API as the run, or as the user of the last <see cref="UseUserTokenAsync"/>.</summary>
    public SpaceliftClient Spacelift => _client ??= new SpaceliftClient(_api);

    /// <summary>The clock. A test may set it.</summary>
    public TimeProvider Clock { get; }

    /// <summary>
    /// Shows a value as <c>*****</c> from now on, in everything that the plugin writes or sends; on a worker also in what others
    /// write. Values of sensitive parameters and variables, and tokens, are masked without it.
    /// </summary>
    /// <param name="secret">The value; one under four characters is not masked. Of several lines, each is masked.</param>
    public void AddMask(string secret) => _secrets.Add(secret);

    /// <summary>Runs a command in the project's folder, logs its output line by line while it runs, and returns its result.</summary>
    /// <param name="command">
    /// The program: a name that is looked up on the PATH, or a path, which may be relative to the project's folder.
    /// </param>
    /// <param name="arguments">Its arguments, one by one. No shell reads them, so nothing needs quoting.</param>
    /// <exception cref="PluginFailedException">There is no such program, or it cannot be executed.</exception>
    public Task<CliResult> RunCliAsync(string command, params IReadOnlyList<string> arguments) =>
        _commands.RunAsync(new CliOptions(), command, arguments);

    /// <summary>Runs a command as <see cref="RunCliAsync(string, IReadOnlyList{string})"/> does, with options.</summary>
    /// <param name="options">Logging, folder, variables, input, time limit, cancellation, and which exit codes are no failure.</param>
    /// <param name="command">
    /// The program: a name that is looked up on the PATH, or a path, which may be relative to the project's folder.
    /// </param>
    /// <param name="arguments">Its arguments, one by one. No shell reads them, so nothing needs quoting.</param>
    /// <exception cref="PluginFailedException">There is no such program, it cannot be executed, or it took too long.</exception>
    public Task<CliResult> RunCliAsync(CliOptions options, string command, params IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _commands.RunAsync(options, command, arguments);
    }

    /// <summary>
    /// The full path of a file of the project, which need not exist: for paths that an installer or the repository names.
    /// </summary>
    /// <param name="path">Its path from <see cref="ProjectFolder"/>.</param>
    /// <exception cref="PluginFailedException">It is outside of the project's folder, or links lead there.</exception>
    public string ProjectPath(string path) => _files.PathOf(path);

    /// <summary>
    /// Reads a file of the project, which the repository may have put there: regular files only, within a limit, and without waiting for
    /// anything.
    /// </summary>
    /// <param name="path">Its path from <see cref="ProjectFolder"/>.</param>
    /// <param name="limit">The most bytes that it may have. Default: 100 MB.</param>
    /// <exception cref="PluginFailedException">It is outside of the project's folder, missing, not a regular file, or too
    /// large.</exception>
    public byte[] ReadFile(string path, int limit = 100_000_000) => _files.Read(path, limit);

    /// <summary>
    /// The folder of the repository: <see cref="ProjectFolder"/> or one above it, where the stack has a project root of its own.
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

    /// <summary>Reads a file of the repository, also above the project's folder, as <see cref="ReadFile"/> does.</summary>
    /// <param name="path">Its path from <see cref="RepositoryFolder"/>.</param>
    /// <param name="limit">The most bytes that it may have. Default: 100 MB.</param>
    /// <exception cref="PluginFailedException">It is outside of the repository, missing, not a regular file, or too large.</exception>
    public byte[] ReadRepositoryFile(string path, int limit = 100_000_000) =>
        new ProjectFiles(RepositoryFolder, "repository").Read(path, limit);

    /// <summary>Writes a file of the project as a whole or not at all. An existing one keeps its mode.</summary>
    /// <param name="path">Its path from <see cref="ProjectFolder"/>.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="PluginFailedException">It is outside of the project's folder, or cannot be written.</exception>
    public void WriteFile(string path, ReadOnlySpan<byte> content) => _files.Write(path, content);

    /// <summary>Sends a GraphQL document to Spacelift through <see cref="Spacelift"/>.</summary>
    /// <inheritdoc cref="SpaceliftClient.QueryAsync(string, JsonObject, ApiOptions, CancellationToken)"/>
    public Task<JsonObject> QueryApiAsync(
        string query, JsonObject? variables = null, ApiOptions? options = null, CancellationToken cancellationToken = default) =>
        Spacelift.QueryAsync(query, variables, options, cancellationToken);

    /// <summary>Sends a GraphQL document to Spacelift through <see cref="Spacelift"/>, and reads the data as a type.</summary>
    /// <inheritdoc cref="SpaceliftClient.QueryAsync{T}(string, JsonTypeInfo{T}, JsonObject, ApiOptions, CancellationToken)"/>
    public Task<T> QueryApiAsync<T>(
        string query, JsonTypeInfo<T> type, JsonObject? variables = null, ApiOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Spacelift.QueryAsync(query, type, variables, options, cancellationToken);

    /// <summary>A client that asks as a user, who may see more than the run. It renews its token before it expires.</summary>
    /// <param name="id">The id of the user's API key.</param>
    /// <param name="secret">The key's secret; it is masked from now on.</param>
    /// <param name="cancellationToken">Stops waiting for the token.</param>
    /// <exception cref="SpaceliftApiException">The key is not known, or there is no answer.</exception>
    public Task<SpaceliftClient> ConnectAsUserAsync(string id, string secret, CancellationToken cancellationToken = default) =>
        _api.ConnectAsync(id, secret, cancellationToken);

    /// <summary>
    /// Lets later queries ask as a user, and returns the client that does. Plugin outputs keep the run's own token.
    /// </summary>
    /// <inheritdoc cref="ConnectAsUserAsync"/>
    public async Task<SpaceliftClient> UseUserTokenAsync(string id, string secret, CancellationToken cancellationToken = default) =>
        _client = await ConnectAsUserAsync(id, secret, cancellationToken);

    /// <summary>Shows Markdown beside the run in Spacelift's user interface. A local run prints it instead.</summary>
    /// <param name="markdown">The text. A second one in the same run replaces the first.</param>
    /// <param name="cancellationToken">Stops waiting for Spacelift.</param>
    /// <returns>Whether Spacelift has it. A failure is logged and does not fail the hook.</returns>
    public Task<bool> SendMarkdownAsync(string markdown, CancellationToken cancellationToken = default) =>
        _outputs.SendAsync(markdown, cancellationToken);

    /// <summary>
    /// Gives plan policies data to read, as <c>input.third_party_metadata.custom.NAME</c>. A local run prints it instead. Policies
    /// see what exists when the plan phase ends, so call it before or in <c>after_plan</c>.
    /// </summary>
    /// <param name="name">Letters, digits, <c>_</c> and <c>-</c>. A second input of the same name replaces the first.</param>
    /// <param name="data">A JSON object.</param>
    /// <exception cref="ArgumentException">The name has other characters, or the data is not an object.</exception>
    public void AddToPolicyInput(string name, JsonNode data) => _policyInputs.Add(name, data);

    /// <summary>Gives plan policies data to read, as <see cref="AddToPolicyInput(string, JsonNode)"/> does.</summary>
    /// <typeparam name="T">A type that is written as a JSON object.</typeparam>
    /// <param name="name">Letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="data">The data.</param>
    /// <param name="type">How the type is written, from a <c>JsonSerializerContext</c>: native plugins have no reflection for it.</param>
    /// <exception cref="ArgumentException">The name has other characters, or the data is not an object.</exception>
    public void AddToPolicyInput<T>(string name, T data, JsonTypeInfo<T> type) =>
        AddToPolicyInput(name, JsonSerializer.SerializeToNode(data, type)
            ?? throw new ArgumentException($"The policy input '{name}' is null.", nameof(data)));

    /// <summary>
    /// What the stack runs, as far as the environment and the project's files tell. Plugins for one vendor leave other stacks alone.
    /// </summary>
    public StackVendor Vendor => VendorSearch.In(_files.Folder, Env);

    /// <summary>
    /// Reads the run's plan: <c>spacelift.plan.json</c> in the project's folder, or what <c>terraform</c> or <c>tofu</c> shows of
    /// <c>spacelift.plan</c>. The plans of Terragrunt's units become one, in which <see cref="ResourceChange.Unit"/> tells them apart. In
    /// a module's test, the folders of its test cases are searched, too.
    /// </summary>
    /// <param name="cancellationToken">Stops the tool that shows the plan.</param>
    /// <returns>The plan, or null with an error in the log where there is none.</returns>
    /// <exception cref="PluginFailedException">A file cannot be read, is truncated, or is not a plan.</exception>
    public Task<TerraformPlan?> GetPlanAsync(CancellationToken cancellationToken = default) => _plans.PlanAsync(cancellationToken);

    /// <summary>
    /// The path of a file that has the plan of <see cref="GetPlanAsync"/> in JSON, for tools that read one: the platform's, or one that
    /// only the user may read and that is deleted with the end of the hook.
    /// </summary>
    /// <param name="cancellationToken">Stops the tool that shows the plan.</param>
    /// <returns>The path, or null with an error in the log where there is no plan.</returns>
    /// <exception cref="PluginFailedException">A file cannot be read, is truncated, or is not a plan.</exception>
    public Task<string?> GetPlanFileAsync(CancellationToken cancellationToken = default) => _plans.FileAsync(cancellationToken);

    /// <summary>
    /// Reads the state before the run: <c>spacelift.state.before.json</c> in the project's folder, or the state that the plan starts from.
    /// The latter has what refreshing found.
    /// </summary>
    /// <param name="cancellationToken">Stops the tool that shows the plan.</param>
    /// <returns>The state, or null where there is none; with an error in the log where there is no plan either.</returns>
    /// <exception cref="PluginFailedException">A file cannot be read, is truncated, or is not a state.</exception>
    public Task<TerraformState?> GetStateBeforeAsync(CancellationToken cancellationToken = default) =>
        _plans.StateBeforeAsync(cancellationToken);
}
