#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<WorkerPlugin>(args);

/// <summary>Prints a hook's environment on a worker.</summary>
sealed class WorkerPlugin : SpaceforgePlugin
{
    public override string Name => "worker-plugin";

    public override IReadOnlyList<Binary> Binaries => [new("my-tool") { Amd64 = Tool, Arm64 = Tool }];

    // The URL and checksum of a file on the test server.
    static Download Tool => new("TOOL-ADDRESS", "TOOL-SHA256");

    public override IReadOnlyList<Context> Contexts =>
    [
        new("worker-plugin")
        {
            Description = "Main",
            Hooks = new() { AfterInit = ["export PATH=\"/mnt/workspace/plugins/plugin_binaries:$PATH\"", "my-tool 'from a raw hook'"] },
        },
    ];

    protected override async Task BeforePlanAsync(CancellationToken cancellationToken)
    {
        // Source-generated serialization: builds on a worker must run generators.
        Logger.LogInformation(
            "before_plan in {Facts}", JsonSerializer.Serialize(new Facts(Environment.CurrentDirectory), FactsJson.Default.Facts));
        await RunCliAsync("my-tool", "from the plugin");
    }

    protected override Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        Logger.LogInformation("after_plan");
        return Task.CompletedTask;
    }

    protected override Task BeforeApplyAsync(CancellationToken cancellationToken)
    {
        Logger.LogInformation("before_apply");
        return Task.CompletedTask;
    }
}

sealed record Facts(string Folder);

[JsonSerializable(typeof(Facts))]
sealed partial class FactsJson : JsonSerializerContext;
