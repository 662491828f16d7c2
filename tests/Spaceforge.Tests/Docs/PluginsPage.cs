using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Spaceforge.Tests.Docs;

/// <summary>The code of docs/plugins.md.</summary>
sealed class PluginsPage : SpaceforgePlugin
{
    public override string Name => "deploy-guard";
    public override string Version => "1.2.0";
    public override string Author => "Platform Team";
    public override string? Description => """
        Keeps deployments inside their window.

        Needs a calendar service.
        """;
    public override IReadOnlyList<string> Labels => ["deployment", "compliance"];

    [Parameter("API Token", Description = "Token of the calendar service", Sensitive = true)]
    public required string ApiToken { get; init; }

    [Parameter("Least severity", Description = "Findings below it are not reported")]
    public Severity LeastSeverity { get; init; } = Severity.Medium;

    static readonly Parameter DatabaseUrl = new("Database URL")
    {
        Id = "database_url",
        Description = "Database connection URL",
        Required = true,
        Sensitive = true,
    };

    static readonly Parameter Timeout = new("Timeout")
    {
        Description = "Time limit in seconds",
        Type = ParameterType.Number,
        Default = 30,
    };

    static readonly Parameter WebhookSecret = new("Webhook Secret") { Description = "Signs the calls", Required = true, Sensitive = true };

    public override IReadOnlyList<Parameter> Parameters => [DatabaseUrl, Timeout, WebhookSecret];

    public override IReadOnlyList<Context> Contexts =>
    [
        new("deploy-guard")
        {
            Description = "Production environment context",
            Labels = ["env:prod"],
            Env =
            [
                Variable.From("DATABASE_URL", DatabaseUrl),
                Variable.From("TIMEOUT", "timeout"),
                new("API_ENDPOINT", "https://api.prod.example.com"),
            ],
            Hooks = new()
            {
                BeforeApply = ["echo 'Starting production deployment'", "kubectl get pods"],
            },
            MountedFiles =
            [
                new("tmp/config.json", """{"environment": "production", "debug": false}"""),
                new("tmp/secret-config.yaml", "endpoint: https://api.example.com\n") { Sensitive = true },
            ],
        },
        new("deploy-guard-kubectl")
        {
            Description = "Runs after the main context",
            Priority = 1,
            Hooks = new()
            {
                BeforeInit = ["export PATH=\"/mnt/workspace/plugins/plugin_binaries:$PATH\"", "kubectl version --client"],
            },
        },
    ];

    public override IReadOnlyList<Binary> Binaries =>
    [
        new("kubectl")
        {
            Amd64 = "https://dl.k8s.io/release/v1.28.0/bin/linux/amd64/kubectl",
            Arm64 = new("https://dl.k8s.io/release/v1.28.0/bin/linux/arm64/kubectl", Sha256: "0000000000000000000000000000000000000000000000000000000000000000"),
        },
        Binary.GitHub("terraform-linters/tflint", "v0.50.0", "tflint_linux_{arch}.zip") with { AtLeast = "0.47" },
    ];

    public override IReadOnlyList<Policy> Policies =>
    [
        new("deploy-window", PolicyType.Plan, """
            package spacelift

            deny contains "nothing may be deleted" if count(deleted_resources) > 0
            """)
        {
            EngineType = PolicyEngineType.RegoV1,
            Labels = ["compliance"],
        },
    ];

    public override IReadOnlyList<Webhook> Webhooks =>
    [
        new("deploy-alerts", "https://alerts.example.com/webhook") { SecretFromParameter = WebhookSecret, Labels = ["compliance"] },
    ];

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        Logger.LogInformation("Checking the window for run {Run}", Env.Get("TF_VAR_spacelift_run_id", "local"));

        var (exitCode, output, error) = await RunCliAsync(
            new CliOptions { PrintOutput = false, ExpectedExitCodes = [0, 2] },
            "window-tool", "--format", "json", "--timeout", Env["TIMEOUT"]);
        if (exitCode == 2) throw new PluginFailedException("The deployment window is closed.");

        var window = JsonElement.Parse(string.Join('\n', output));
        await SendMarkdownAsync($"# Deployment window\n\nOpen until {window.GetProperty("until")}.\n");
    }
}
