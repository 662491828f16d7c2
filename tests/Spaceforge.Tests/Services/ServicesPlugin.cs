namespace Spaceforge.Tests.Services;

/// <summary>A plugin whose hook a test writes.</summary>
sealed class ServicesPlugin : SpaceforgePlugin
{
    /// <summary>
    /// The statements of after_plan; a test sets it before it runs the hook, and tests of one class run one after another.
    /// </summary>
    public static readonly AsyncLocal<Func<ServicesPlugin, CancellationToken, Task>> Statements = new();

    static readonly Parameter Password = new("Password") { Sensitive = true, Default = "default-password" };

    public override string Name => "my-plugin";
    public override IReadOnlyList<Parameter> Parameters => [Password];
    public override IReadOnlyList<Context> Contexts =>
        [new("my-plugin") { Env = [Variable.From("DB_PASSWORD", Password), new("TOKEN_FILE", "hidden-value") { Sensitive = true }] }];

    public new HookServices Services => base.Services;
    public new RunInfo RunInfo => base.RunInfo;
    public new Microsoft.Extensions.Logging.ILogger Logger => base.Logger;
    public new EnvironmentVariables Env => base.Env;

    public new string ProjectFolder => base.ProjectFolder;

    public new string ProjectPath(string path) => base.ProjectPath(path);

    public new byte[] ReadFile(string path, int limit = 100_000_000) => base.ReadFile(path, limit);

    public new void WriteFile(string path, ReadOnlySpan<byte> content) => base.WriteFile(path, content);

    public new void AddMask(string secret) => base.AddMask(secret);

    public new Task<CliResult> RunCliAsync(string command, params IReadOnlyList<string> arguments) => base.RunCliAsync(command, arguments);

    public new Task<CliResult> RunCliAsync(CliOptions options, string command, params IReadOnlyList<string> arguments) =>
        base.RunCliAsync(options, command, arguments);

    public Task<System.Text.Json.Nodes.JsonObject> QueryApiAsync(
        string query, System.Text.Json.Nodes.JsonObject? variables = null, ApiOptions? options = null) =>
        base.QueryApiAsync(query, variables, options);

    public Task<T> QueryApiAsync<T>(string query, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type,
        System.Text.Json.Nodes.JsonObject? variables = null, ApiOptions? options = null) =>
        base.QueryApiAsync(query, type, variables, options);

    public Task<SpaceliftClient> ConnectAsUserAsync(string id, string secret) => base.ConnectAsUserAsync(id, secret);

    public Task<SpaceliftClient> UseUserTokenAsync(string id, string secret) => base.UseUserTokenAsync(id, secret);

    public Task<bool> SendMarkdownAsync(string markdown) => base.SendMarkdownAsync(markdown);

    public new void AddToPolicyInput(string name, System.Text.Json.Nodes.JsonNode data) => base.AddToPolicyInput(name, data);

    protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Statements.Value!(this, cancellationToken);
}
