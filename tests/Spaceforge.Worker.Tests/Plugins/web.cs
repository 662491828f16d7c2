#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Net;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<Web>(args);

sealed class Web : SpaceforgePlugin
{
    public override string Name => "Web Test";

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20 };
        using var answer = await client.GetAsync(new Uri(Env["WEB_ADDRESS"]), cancellationToken);
        Console.WriteLine($"HTTP/{answer.Version}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    protected override Task BeforeInitAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine($"in {Environment.CurrentDirectory}, home {Environment.GetEnvironmentVariable("HOME")}");
        return Task.CompletedTask;
    }

    protected override Task AfterRunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
