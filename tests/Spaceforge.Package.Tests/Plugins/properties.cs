#!/usr/bin/env dotnet
#:package Spaceforge@1.0.0
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<PropertiesPlugin>(args);

// Parameters as properties of every kind, for ahead-of-time compilation.
sealed class PropertiesPlugin : SpaceforgePlugin
{
    [Parameter("Token", Sensitive = true)]
    public required string Token { get; init; }

    [Parameter("Size")]
    public Size Size { get; init; } = Size.ExtraLarge;

    [Parameter("Count")]
    public required int Count { get; init; }

    [Parameter("Amount")]
    public decimal Amount { get; init; } = 0.30m;

    [Parameter("Before")]
    public bool Before { get; init; } = true;

    [Parameter("And", Variable = "THE_RATIO")]
    public double? And { get; init; } = 0.5;

    public override string Name => "properties";

    protected override Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        Logger.LogInformation("{Token} {Size} {Count} {Amount} {Before} {And}", Token.Length, Size, Count, Amount, Before, And);
        return Task.CompletedTask;
    }
}

enum Size
{
    Small,
    ExtraLarge,
}
