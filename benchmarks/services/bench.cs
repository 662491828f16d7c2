#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<Bench>(args);

sealed class Bench : SpaceforgePlugin
{
    public override string Name => "bench";

    // An empty hook.
    protected override Task BeforeInitAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A million lines, printed and returned.
    protected override async Task AfterInitAsync(CancellationToken cancellationToken)
    {
        var (_, output, _) = await RunCliAsync("sh", "-c", Env["LINES_COMMAND"]);
        if (output.Count != 1_000_000) throw new PluginFailedException($"{output.Count} lines came.");
    }

    // The same with ten secrets, of which one is in every hundredth line.
    protected override async Task BeforePlanAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 10; i++) AddMask($"secret-number-{i}");
        await AfterInitAsync(cancellationToken);
    }

    // Masking alone: 100 MB of log in lines of 100 characters.
    protected override Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 10; i++) AddMask($"secret-number-{i}");
        var line = new string('x', 80);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 1_000_000; i++) Console.Out.WriteLine(i % 100 == 0 ? $"{line}secret-number-7" : line);
        Logger.LogInformation("masking: {Rate:F0} MB/s", 80 / watch.Elapsed.TotalSeconds);
        return Task.CompletedTask;
    }
}
