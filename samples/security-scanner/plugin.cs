#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<SecurityScannerPlugin>(args);

sealed class SecurityScannerPlugin : SpaceforgePlugin
{
    static readonly Parameter ApiToken = new("API Token")
    {
        Id = "api_token",
        Description = "Security service API token",
        Required = true,
        Sensitive = true,
    };

    static readonly Parameter SeverityThreshold = new("Severity Threshold")
    {
        Id = "severity_threshold",
        Description = "Minimum severity level to report",
        Default = "medium",
    };

    public override string Name => "security-scanner";
    public override string Author => "Security Team";
    public override IReadOnlyList<Parameter> Parameters => [ApiToken, SeverityThreshold];

    public override IReadOnlyList<Binary> Binaries =>
    [
        new("security-cli")
        {
            Amd64 = "https://releases.example.com/security-cli-linux-amd64",
            Arm64 = "https://releases.example.com/security-cli-linux-arm64",
        },
    ];

    public override IReadOnlyList<Context> Contexts =>
    [
        new("security-scanner")
        {
            Description = "Security scanning context",
            Env = [Variable.From("SECURITY_API_TOKEN", ApiToken), Variable.From("SEVERITY_THRESHOLD", SeverityThreshold)],
        },
    ];

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        Logger.LogInformation("Starting security scan of Terraform plan");
        // The token is passed on standard input: an argument would show up in the process list.
        var (authentication, _, _) = await RunCliAsync(new CliOptions { StandardInput = Env["SECURITY_API_TOKEN"] }, "security-cli", "auth", "--token-stdin");
        if (authentication != 0) throw new PluginFailedException("Failed to authenticate with security service");

        var (scan, output, error) = await RunCliAsync(
            new CliOptions { PrintOutput = false },
            "security-cli", "scan", "terraform",
            "--plan-file", "spacelift.plan.json",
            "--format", "json",
            "--severity", Env.Get("SEVERITY_THRESHOLD", "medium"));
        if (scan != 0)
        {
            foreach (var line in error) Logger.LogError("{Line}", line);
            throw new PluginFailedException("Security scan failed");
        }

        var results = Parse(string.Join('\n', output));
        await SendMarkdownAsync(Report(results));

        var critical = Count(results, "critical_count");
        if (critical > 0) throw new PluginFailedException($"Found {critical} critical security issues");

        Logger.LogInformation("Security scan completed successfully");
    }

    static JsonElement Parse(string json)
    {
        try
        {
            var results = JsonElement.Parse(json);
            if (results.ValueKind == JsonValueKind.Object) return results;
        }
        catch (JsonException e)
        {
            throw new PluginFailedException("Failed to parse scan results", e);
        }

        throw new PluginFailedException("The scan results are not a JSON object");
    }

    static string Report(JsonElement results)
    {
        var report = new StringBuilder("# Security Scan Results\n\n");
        var total = Count(results, "total_issues");
        if (total == 0)
        {
            report.Append("✅ **No security issues found!**\n");
        }
        else
        {
            report.Append($"Found {total} security issues:\n\n");
            foreach (var (severity, emoji) in (ReadOnlySpan<(string, string)>)[("critical", "🔴"), ("high", "🟠"), ("medium", "🟡"), ("low", "🟢")])
            {
                var count = Count(results, $"{severity}_count");
                if (count > 0) report.Append($"- {emoji} **{severity.ToUpperInvariant()}:** {count}\n");
            }
        }

        if (results.TryGetProperty("report_url", out var url)) report.Append($"\n[View detailed report]({url.GetString()})\n");
        return report.ToString();
    }

    static int Count(JsonElement results, string name) => results.TryGetProperty(name, out var count) ? count.GetInt32() : 0;
}
