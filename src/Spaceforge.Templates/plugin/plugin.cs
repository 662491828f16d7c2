#!/usr/bin/env dotnet
#:package Spaceforge@$(SpaceforgeVersion)
using Microsoft.Extensions.Logging;
using Spaceforge;

return await SpaceforgePlugin.RunAsync<TemplatePlugin>(args);

sealed class TemplatePlugin : SpaceforgePlugin
{
    public override string Name => "Template Plugin";
    public override string Author => "Your Name";
    public override string? Description => "Fails runs that delete too much.";

    [Parameter("Most deletions", Description = "A plan that deletes more resources fails")]
    public int MostDeletions { get; init; } = 0;

    protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
    {
        var plan = await GetPlanAsync(cancellationToken);
        var deletions = plan?.ResourceChanges.Count(change => change.IsDelete || change.IsReplace) ?? 0;
        if (deletions > MostDeletions) throw new PluginFailedException($"Deletions in the plan: {deletions}, allowed: {MostDeletions}.");

        Logger.LogInformation("Deletions in the plan: {Deletions}.", deletions);
    }
}
