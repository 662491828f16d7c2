using Microsoft.Extensions.Logging;
using Spaceforge.Files;
using Spaceforge.Logging;
using Spaceforge.Runs;

namespace Spaceforge.Plans;

/// <summary>
/// The run's plan and prior state: the JSON files if the platform wrote them, or else the tool's output for the plan file,
/// in the project folder, in a module test's folder, or in the units of a Terragrunt stack.
/// </summary>
sealed class RunPlans(string folder, RunInfo run, PlanShow show, PluginLogger log) : IDisposable
{
    const string StateBefore = "spacelift.state.before.json";

    // The plan does not change within a hook, so the tool runs only once.
    Task<JsonFile?>? _merged;
    readonly Dictionary<string, Task<JsonFile>> _shown = [];
    DirectoryInfo? _temporary;

    public async Task<TerraformPlan?> PlanAsync(CancellationToken cancellationToken)
    {
        var plan = await FindPlanAsync(cancellationToken);
        if (plan is null) log.Write(LogLevel.Error, $"{PlanFiles.Json} and {PlanFiles.Binary} do not exist.");
        return plan;
    }

    public async Task<TerraformState?> StateBeforeAsync(CancellationToken cancellationToken)
    {
        foreach (var place in Places())
        {
            var path = Path.Combine(folder, place);
            if (PlanFiles.IsThere(path, StateBefore)) return StateReader.Read(JsonFile.LoadFrom(path, StateBefore, "state"));
        }

        var plan = await FindPlanAsync(cancellationToken);
        if (plan is null) log.Write(LogLevel.Error, $"{StateBefore} does not exist, and neither does a plan with the prior state.");
        return plan?.PriorState;
    }

    /// <summary>A file with the plan as JSON, for tools that read one: the platform's, or one that is deleted after the hook.</summary>
    public async Task<string?> FileAsync(CancellationToken cancellationToken)
    {
        if (await PlanAsync(cancellationToken) is not { } plan) return null;
        if (PlanFiles.IsThere(folder, PlanFiles.Json)) return Path.Combine(folder, PlanFiles.Json);

        // Private, because the plan contains secrets.
        _temporary ??= Directory.CreateTempSubdirectory("spaceforge-plan-");
        var file = Path.Combine(_temporary.FullName, PlanFiles.Json);
        await File.WriteAllBytesAsync(file, plan.Utf8Json, cancellationToken);
        return file;
    }

    public void Dispose()
    {
        try
        {
            _temporary?.Delete(recursive: true);
        }
        catch (IOException e)
        {
            log.Write(LogLevel.Warning, $"{_temporary!.FullName} cannot be deleted: {e.Message}");
        }
    }

    async Task<TerraformPlan?> FindPlanAsync(CancellationToken cancellationToken)
    {
        foreach (var place in Places())
        {
            if (await ReadAsync(Path.Combine(folder, place), cancellationToken) is { } file) return PlanReader.Read(file);
        }

        // What failed or was cancelled says nothing about the next call.
        if (_merged is null or { IsFaulted: true } or { IsCanceled: true }) _merged = MergeUnitsAsync(cancellationToken);
        return await _merged is { } merged ? PlanReader.Read(merged) : null;
    }

    async Task<JsonFile?> MergeUnitsAsync(CancellationToken cancellationToken)
    {
        var files = new List<(string Unit, JsonFile File)>();
        foreach (var (unit, place) in TerragruntUnits.Find(folder))
        {
            if (await ReadAsync(Path.Combine(folder, place), cancellationToken) is { } file) files.Add((unit, file));
        }

        return files switch
        {
            [] => null,
            [("", var only)] => only,
            _ => MergedPlan.Of(files),
        };
    }

    async Task<JsonFile?> ReadAsync(string place, CancellationToken cancellationToken)
    {
        if (PlanFiles.IsThere(place, PlanFiles.Json)) return JsonFile.LoadFrom(place, PlanFiles.Json, "plan");
        if (!PlanFiles.IsThere(place, PlanFiles.Binary)) return null;

        if (!_shown.TryGetValue(place, out var shown) || shown.IsCanceled || shown.IsFaulted)
            _shown[place] = shown = show.RunAsync(place, cancellationToken);
        return await shown;
    }

    IReadOnlyList<string> Places()
    {
        try
        {
            using var project = ForeignFolder.Open(folder);
            return ["", .. TestCaseFolders.Of(run, project)];
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }
}
