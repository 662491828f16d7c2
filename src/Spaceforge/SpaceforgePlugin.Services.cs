using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Spaceforge.Hosting;
using Spaceforge.Plans;
using Spaceforge.Services;

namespace Spaceforge;

public abstract partial class SpaceforgePlugin
{
    PluginServices? _services;

    /// <summary>What the host hands to the plugin before it calls a hook.</summary>
    internal PluginServices Services
    {
        get => _services ?? throw new InvalidOperationException(
            "The services of a plugin are there in hooks only, not in its constructor or its definition.");
        set => _services = value;
    }

    PluginServices IHookPlugin.Services { set => Services = value; }

    /// <summary>What the platform tells about the run. In a local run most of it is null.</summary>
    protected RunInfo Run => Services.Run;

    /// <summary>
    /// Writes to the run's log, each line as <c>[RUN_ID] (PLUGIN) message</c>. Debug lines are shown when <c>SPACELIFT_DEBUG</c> is
    /// <c>true</c> and in local runs. Secrets are masked in it, and in everything else that the process writes.
    /// </summary>
    protected ILogger Logger => Services.Log;

    /// <summary>The environment variables of the run: those that the plugin's contexts declare, the platform's and the stack's.</summary>
    protected EnvironmentVariables Env => Services.Env;

    /// <summary>
    /// Shows a value as <c>*****</c> from now on, in everything that the plugin writes or sends; on a worker also in what others
    /// write. Values of sensitive parameters and variables, and tokens, are masked without it.
    /// </summary>
    /// <param name="secret">The value; under four characters it is left alone. Of several lines, each is masked.</param>
    protected void AddMask(string secret) => Services.Secrets.Add(secret);

    /// <summary>Runs a command in the project's folder, logs its output line by line while it runs, and returns what came of it.</summary>
    /// <param name="command">The program: a name that is looked up on the PATH, or a path.</param>
    /// <param name="arguments">Its arguments, one by one. No shell reads them, so nothing needs quoting.</param>
    /// <exception cref="PluginFailedException">There is no such program, or it cannot be executed.</exception>
    protected Task<CliResult> RunCliAsync(string command, params IReadOnlyList<string> arguments) =>
        Services.Commands.RunAsync(new CliOptions(), command, arguments);

    /// <summary>Runs a command as <see cref="RunCliAsync(string, IReadOnlyList{string})"/> does, with options.</summary>
    /// <param name="options">Whether to log and to return its output, its folder, variables, input and time limit, and which exit codes are no failure.</param>
    /// <param name="command">The program: a name that is looked up on the PATH, or a path.</param>
    /// <param name="arguments">Its arguments, one by one. No shell reads them, so nothing needs quoting.</param>
    /// <exception cref="PluginFailedException">There is no such program, it cannot be executed, or it took longer than it may.</exception>
    protected Task<CliResult> RunCliAsync(CliOptions options, string command, params IReadOnlyList<string> arguments) =>
        Services.Commands.RunAsync(options, command, arguments);

    /// <summary>The folder that hooks and their commands run in, with the stack's files: a full path, on a worker that of the project root.</summary>
    protected string ProjectFolder => Services.Files.Folder;

    /// <summary>The full path of a file of the project, which need not exist: for paths that an installer or the repository names.</summary>
    /// <param name="path">Its path from <see cref="ProjectFolder"/>.</param>
    /// <exception cref="PluginFailedException">It is outside of the project's folder, or links lead there.</exception>
    protected string ProjectPath(string path) => Services.Files.PathOf(path);

    /// <summary>
    /// Reads a file of the project, which the repository may have put there: regular files only, within a limit, and without waiting for
    /// anything.
    /// </summary>
    /// <param name="path">Its path from <see cref="ProjectFolder"/>.</param>
    /// <param name="limit">The most bytes that it may have. Default: 100 MB.</param>
    /// <exception cref="PluginFailedException">It is outside of the project's folder, not there, no regular file, or too large.</exception>
    protected byte[] ReadFile(string path, int limit = 100_000_000) => Services.Files.Read(path, limit);

    /// <summary>Writes a file of the project as a whole or not at all. One that is there keeps its mode.</summary>
    /// <param name="path">Its path from <see cref="ProjectFolder"/>.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="PluginFailedException">It is outside of the project's folder, or cannot be written.</exception>
    protected void WriteFile(string path, ReadOnlySpan<byte> content) => Services.Files.Write(path, content);

    /// <summary>Asks the Spacelift GraphQL API, with the run's token or that of <see cref="UseUserTokenAsync"/>.</summary>
    /// <param name="query">The GraphQL document, for instance <c>query { stack(id: "my-stack") { name state } }</c>.</param>
    /// <param name="variables">Values of the document's variables, or null.</param>
    /// <param name="retryMutation">
    /// Whether a mutation is sent again where no answer came. Queries always are; a mutation may have done its work without an answer.
    /// </param>
    /// <returns>What the answer holds under <c>data</c>.</returns>
    /// <exception cref="SpaceliftApiException">There is no data: no answer, an error, a token that was refused, no permission.</exception>
    /// <exception cref="PluginFailedException">The API is off: the endpoint or the token is not set.</exception>
    protected Task<JsonObject> QueryApiAsync(string query, JsonObject? variables = null, bool retryMutation = false) =>
        Services.Api.QueryAsync(query, variables, retryMutation);

    /// <summary>Asks the Spacelift GraphQL API, and reads the data as a type.</summary>
    /// <typeparam name="T">The shape of what the answer holds under <c>data</c>.</typeparam>
    /// <param name="query">The GraphQL document.</param>
    /// <param name="type">How the type is read, from a <c>JsonSerializerContext</c>: reflection is not there in a native plugin.</param>
    /// <param name="variables">Values of the document's variables, or null.</param>
    /// <param name="retryMutation">Whether a mutation is sent again where no answer came.</param>
    /// <exception cref="SpaceliftApiException">There is no data, or it is of another shape.</exception>
    /// <exception cref="PluginFailedException">The API is off: the endpoint or the token is not set.</exception>
    protected Task<T> QueryApiAsync<T>(string query, JsonTypeInfo<T> type, JsonObject? variables = null, bool retryMutation = false) =>
        Services.Api.QueryAsync(query, type, variables, retryMutation);

    /// <summary>
    /// Lets later queries use an API key of a user, which may see more than the run. The token is renewed before it expires.
    /// Plugin outputs keep the run's own token.
    /// </summary>
    /// <param name="id">The key's id.</param>
    /// <param name="secret">The key's secret; it is masked from now on.</param>
    /// <exception cref="SpaceliftApiException">The key is not known, or there is no answer.</exception>
    protected Task UseUserTokenAsync(string id, string secret) => Services.Api.UseUserTokenAsync(id, secret);

    /// <summary>Shows Markdown beside the run in Spacelift's user interface. A local run prints it instead.</summary>
    /// <param name="markdown">The text. A second one in the same run takes the place of the first.</param>
    /// <returns>Whether Spacelift has it. A failure is logged and does not fail the hook.</returns>
    protected Task<bool> SendMarkdownAsync(string markdown) => Services.Outputs.SendAsync(markdown);

    /// <summary>
    /// Gives plan policies data to read, as <c>input.third_party_metadata.custom.NAME</c>. A local run prints it instead. Policies
    /// see what was there when the plan phase ended, so call it before or in <c>after_plan</c>.
    /// </summary>
    /// <param name="name">Letters, digits, <c>_</c> and <c>-</c>. A second input of the same name takes the place of the first.</param>
    /// <param name="data">A JSON object.</param>
    /// <exception cref="ArgumentException">The name has other characters, or the data is no object.</exception>
    protected void AddToPolicyInput(string name, JsonNode data) => Services.PolicyInputs.Add(name, data);

    /// <summary>Gives plan policies data to read, as <see cref="AddToPolicyInput(string, JsonNode)"/> does.</summary>
    /// <typeparam name="T">A type that is written as a JSON object.</typeparam>
    /// <param name="name">Letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="data">The data.</param>
    /// <param name="type">How the type is written, from a <c>JsonSerializerContext</c>: reflection is not there in a native plugin.</param>
    /// <exception cref="ArgumentException">The name has other characters, or the data is no object.</exception>
    protected void AddToPolicyInput<T>(string name, T data, JsonTypeInfo<T> type) =>
        AddToPolicyInput(name, JsonSerializer.SerializeToNode(data, type) ?? throw new ArgumentException($"The policy input '{name}' is null.", nameof(data)));

    /// <summary>Reads the run's plan, <c>spacelift.plan.json</c> in the project's folder, anew at each call.</summary>
    /// <returns>The plan, or null with an error in the log where there is no such file.</returns>
    /// <exception cref="PluginFailedException">The file cannot be read, is cut off, is no JSON, or is no plan.</exception>
    protected TerraformPlan? GetPlan() => PlanFile.ReadPlan(Services.Files.Folder, Services.Log);

    /// <summary>Reads the state before the run, <c>spacelift.state.before.json</c> in the project's folder, anew at each call.</summary>
    /// <returns>The state, or null with an error in the log where there is no such file.</returns>
    /// <exception cref="PluginFailedException">The file cannot be read, is cut off, is no JSON, or is no state.</exception>
    protected TerraformState? GetStateBefore() => PlanFile.ReadState(Services.Files.Folder, Services.Log);
}
