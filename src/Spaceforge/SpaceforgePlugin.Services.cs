using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Spaceforge.Hosting;

namespace Spaceforge;

// Shortcuts for the members of HookServices.
public abstract partial class SpaceforgePlugin
{
    HookServices? _services;

    /// <summary>The services for hooks, to pass to helper classes. Only available in hooks, not in the constructor or definition.</summary>
    /// <exception cref="InvalidOperationException">No hook is running.</exception>
    protected HookServices Services => _services ?? throw new InvalidOperationException(
        "A plugin's services are only available in hooks, not in its constructor or definition.");

    HookServices IHookPlugin.Services { set => UseServices(value); }

    /// <inheritdoc cref="HookServices.RunInfo"/>
    protected RunInfo RunInfo => Services.RunInfo;

    /// <inheritdoc cref="HookServices.Logger"/>
    protected ILogger Logger => Services.Logger;

    /// <inheritdoc cref="HookServices.Env"/>
    protected EnvironmentVariables Env => Services.Env;

    /// <inheritdoc cref="HookServices.ProjectFolder"/>
    protected string ProjectFolder => Services.ProjectFolder;

    internal void UseServices(HookServices services) => _services = services;

    /// <inheritdoc cref="HookServices.AddMask"/>
    protected void AddMask(string secret) => Services.AddMask(secret);

    /// <inheritdoc cref="HookServices.RunCliAsync(string, IReadOnlyList{string})"/>
    protected Task<CliResult> RunCliAsync(string command, params IReadOnlyList<string> arguments) =>
        Services.RunCliAsync(command, arguments);

    /// <inheritdoc cref="HookServices.RunCliAsync(CliOptions, string, IReadOnlyList{string})"/>
    protected Task<CliResult> RunCliAsync(CliOptions options, string command, params IReadOnlyList<string> arguments) =>
        Services.RunCliAsync(options, command, arguments);

    /// <inheritdoc cref="HookServices.ProjectPath"/>
    protected string ProjectPath(string path) => Services.ProjectPath(path);

    /// <inheritdoc cref="HookServices.RepositoryFolder"/>
    protected string RepositoryFolder => Services.RepositoryFolder;

    /// <inheritdoc cref="HookServices.ReadRepositoryFile"/>
    protected byte[] ReadRepositoryFile(string path, int limit = 100_000_000) => Services.ReadRepositoryFile(path, limit);

    /// <inheritdoc cref="HookServices.WriteFile"/>
    protected void WriteFile(string path, ReadOnlySpan<byte> content) => Services.WriteFile(path, content);

    /// <inheritdoc cref="HookServices.ReadFile"/>
    protected byte[] ReadFile(string path, int limit = 100_000_000) => Services.ReadFile(path, limit);

    /// <inheritdoc cref="HookServices.QueryApiAsync(string, JsonObject, ApiOptions, CancellationToken)"/>
    protected Task<JsonObject> QueryApiAsync(
        string query, JsonObject? variables = null, ApiOptions? options = null, CancellationToken cancellationToken = default) =>
        Services.QueryApiAsync(query, variables, options, cancellationToken);

    /// <inheritdoc cref="HookServices.QueryApiAsync{T}(string, JsonTypeInfo{T}, JsonObject, ApiOptions, CancellationToken)"/>
    protected Task<T> QueryApiAsync<T>(
        string query, JsonTypeInfo<T> type, JsonObject? variables = null, ApiOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Services.QueryApiAsync(query, type, variables, options, cancellationToken);

    /// <inheritdoc cref="HookServices.ConnectAsUserAsync"/>
    protected Task<SpaceliftClient> ConnectAsUserAsync(string id, string secret, CancellationToken cancellationToken = default) =>
        Services.ConnectAsUserAsync(id, secret, cancellationToken);

    /// <inheritdoc cref="HookServices.UseUserTokenAsync"/>
    protected Task<SpaceliftClient> UseUserTokenAsync(string id, string secret, CancellationToken cancellationToken = default) =>
        Services.UseUserTokenAsync(id, secret, cancellationToken);

    /// <inheritdoc cref="HookServices.SendMarkdownAsync(string, CancellationToken)"/>
    protected Task<bool> SendMarkdownAsync(string markdown, CancellationToken cancellationToken = default) =>
        Services.SendMarkdownAsync(markdown, cancellationToken);

    /// <inheritdoc cref="HookServices.SendMarkdownAsync(string, string, CancellationToken)"/>
    protected Task<bool> SendMarkdownAsync(string name, string markdown, CancellationToken cancellationToken = default) =>
        Services.SendMarkdownAsync(name, markdown, cancellationToken);

    /// <inheritdoc cref="HookServices.ExportVariable"/>
    protected void ExportVariable(string name, string value, bool sensitive = false) => Services.ExportVariable(name, value, sensitive);

    /// <inheritdoc cref="HookServices.OncePerWorkspaceAsync"/>
    protected Task<bool> OncePerWorkspaceAsync(
        string name, Func<CancellationToken, Task> action, CancellationToken cancellationToken = default) =>
        Services.OncePerWorkspaceAsync(name, action, cancellationToken);

    /// <inheritdoc cref="HookServices.StartBackgroundAsync"/>
    protected Task<string> StartBackgroundAsync(string name, string command, params IReadOnlyList<string> arguments) =>
        Services.StartBackgroundAsync(name, command, arguments);

    /// <inheritdoc cref="HookServices.StopBackgroundAsync"/>
    protected Task<BackgroundResult?> StopBackgroundAsync(
        string name, TimeSpan? grace = null, CancellationToken cancellationToken = default) =>
        Services.StopBackgroundAsync(name, grace, cancellationToken);

    /// <inheritdoc cref="HookServices.RequirePlanAsync"/>
    protected Task<TerraformPlan?> RequirePlanAsync(CancellationToken cancellationToken = default) =>
        Services.RequirePlanAsync(cancellationToken);

    /// <inheritdoc cref="HookServices.RequirePlanFileAsync"/>
    protected Task<string?> RequirePlanFileAsync(CancellationToken cancellationToken = default) =>
        Services.RequirePlanFileAsync(cancellationToken);

    /// <inheritdoc cref="HookServices.Decide"/>
    protected void Decide(FailMode failMode, string? problem, string otherwise) => Services.Decide(failMode, problem, otherwise);

    /// <inheritdoc cref="HookServices.AddToPolicyInput(string, JsonNode)"/>
    protected void AddToPolicyInput(string name, JsonNode data) => Services.AddToPolicyInput(name, data);

    /// <inheritdoc cref="HookServices.AddToPolicyInput{T}(string, T, JsonTypeInfo{T})"/>
    protected void AddToPolicyInput<T>(string name, T data, JsonTypeInfo<T> type) => Services.AddToPolicyInput(name, data, type);

    /// <inheritdoc cref="HookServices.Vendor"/>
    protected StackVendor Vendor => Services.Vendor;

    /// <inheritdoc cref="HookServices.GetPlanAsync"/>
    protected Task<TerraformPlan?> GetPlanAsync(CancellationToken cancellationToken = default) => Services.GetPlanAsync(cancellationToken);

    /// <inheritdoc cref="HookServices.GetPlanFileAsync"/>
    protected Task<string?> GetPlanFileAsync(CancellationToken cancellationToken = default) => Services.GetPlanFileAsync(cancellationToken);

    /// <inheritdoc cref="HookServices.GetStateBeforeAsync"/>
    protected Task<TerraformState?> GetStateBeforeAsync(CancellationToken cancellationToken = default) =>
        Services.GetStateBeforeAsync(cancellationToken);
}
