#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<MyPlugin>(args);

sealed class MyPlugin : SpaceforgePlugin
{
    static readonly Parameter ApiKey = new("API Key") { Id = "api_key", Description = "API key for external service", Required = true, Sensitive = true };
    static readonly Parameter Stage = new("Environment") { Id = "environment", Description = "Target environment", Default = "production" };

    public override string Name => "my-plugin";
    public override string Author => "Your Name";
    public override IReadOnlyList<string> Labels => ["security", "monitoring"];
    public override IReadOnlyList<Parameter> Parameters => [ApiKey, Stage];
    public override IReadOnlyList<Context> Contexts =>
    [
        new("my-plugin") { Description = "Main plugin context", Env = [Variable.From("API_KEY", ApiKey), Variable.From("ENVIRONMENT", Stage)] },
    ];

    // The tool reads API_KEY from its environment: an argument would show up in the process list.
    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        var (exitCode, _, _) = await RunCliAsync("my-security-tool", "--scan", "./");
        if (exitCode != 0) throw new PluginFailedException("Security scan failed!");

        Logger.LogInformation("Security scan passed!");
    }
}
