#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using System.Net;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<NativePlugin>(args);

/// <summary>Prints where its hooks run, and requests a page from a server.</summary>
sealed class NativePlugin : SpaceforgePlugin
{
    public override string Name => "Native Plugin";

    // The tests override the value, as a stack's variable would.
    public override IReadOnlyList<Context> Contexts =>
        [new("native plugin") { Description = "Main", Env = [new("WEB_ADDRESS", "https://example.com")] }];

    protected override async Task AfterInitAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20 };
        using var answer = await client.GetAsync(new Uri(Env["WEB_ADDRESS"]), cancellationToken);
        Console.WriteLine($"HTTP/{answer.Version}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    protected override Task BeforePlanAsync(CancellationToken cancellationToken) => Tell("before_plan");

    protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Tell("after_plan");

    protected override Task BeforeApplyAsync(CancellationToken cancellationToken) => Tell("before_apply");

    static Task Tell(string hook)
    {
        Console.WriteLine($"native run {hook} in {Environment.CurrentDirectory}");
        return Task.CompletedTask;
    }
}
