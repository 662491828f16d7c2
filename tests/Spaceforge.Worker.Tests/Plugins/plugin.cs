#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<WorkerPlugin>(args);

/// <summary>Tells what a hook finds on a worker.</summary>
sealed class WorkerPlugin : SpaceforgePlugin
{
    public override string Name => "worker-plugin";

    public override IReadOnlyList<Binary> Binaries => [new("my-tool") { Amd64 = Tool, Arm64 = Tool }];

    // The address and the sum of a server that the test bench starts.
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
        // Serialisation through generated code: the build on a worker must not leave generators out.
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
