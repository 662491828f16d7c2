using System.Globalization;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Simulating.Decisions;
using Spaceforge.Secrets;

namespace Spaceforge.Cli.Simulating;

/// <summary>The result of a run as JSON; docs/simulate.md describes it.</summary>
static class JsonResult
{
    public static JsonObject Of(SimulationResult result)
    {
        var json = Unmasked(result);
        if (result.Files.Count > 0)
        {
            json["files"] = new JsonObject(result.Files.Select(file => KeyValuePair.Create(file.Key, (JsonNode?)file.Value)));
        }

        return (JsonObject)MaskedJson.Of(json, result.Mask);
    }

    static JsonObject Unmasked(SimulationResult result) => new()
    {
        ["plugins"] = Texts(result.Plugins),
        ["run_type"] = result.RunType,
        ["date"] = result.Date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["parameters"] = new JsonArray([.. result.Parameters.Select(parameter => new JsonObject
        {
            ["plugin"] = parameter.Plugin,
            ["id"] = parameter.Id,
            ["value"] = parameter.Value,
            ["sensitive"] = parameter.Sensitive,
            ["origin"] = parameter.Origin,
        })]),
        ["final_state"] = result.FinalState.Name,
        ["cause"] = result.Cause,
        ["seconds"] = Seconds(result.Duration),
        ["isolation"] = result.Isolation,
        ["image"] = result.Image is not { } image ? null : new JsonObject
        {
            ["path"] = image.Path,
            ["kind"] = image.Kind,
            ["digest"] = image.Digest,
        },
        ["machine_programs"] = result.MachinePrograms is { } programs ? Texts(programs) : null,
        ["runtime_config"] = result.Settings.Sources.Count == 0 ? null : new JsonObject
        {
            ["version"] = result.Settings.Version,
            ["settings"] = new JsonArray([.. result.Settings.Sources.Select(source => new JsonObject
            {
                ["key"] = source.Key,
                ["origin"] = source.Origin,
                ["value"] = source.Shown,
            })]),
        },
        ["phases"] = new JsonArray([.. result.Phases.Select(Phase)]),
        ["outputs"] = new JsonObject(result.Outputs.Select(output => KeyValuePair.Create(output.Key, (JsonNode?)output.Value))),
        ["policy_input"] = result.PolicyInput.DeepClone(),
        ["states"] = Texts(result.States),
        ["note"] = result.Refusal ?? result.WaitsFor,
        ["policies"] = new JsonArray([.. result.Policies.Select(PolicyResultJson.Of)]),
        ["written"] = new JsonArray([.. result.Written.Select(
            file => new JsonObject { ["path"] = file.Path, ["size"] = file.Size, ["owner"] = file.Owner })]),
        ["api_calls"] = new JsonArray([.. result.ApiCalls.Select(
            call => new JsonObject { ["name"] = call.Name, ["query"] = call.Query, ["answered"] = call.IsAnswered })]),
        ["warnings"] = Texts(result.Warnings),
    };

    static JsonObject Phase(PhaseResult phase) => new()
    {
        ["name"] = phase.Name,
        ["state"] = phase.Skipped is null ? Name(phase.State) : "skipped",
        ["reason"] = phase.Skipped ?? phase.Reason,
        ["start"] = Seconds(phase.Start),
        ["seconds"] = Seconds(phase.Duration),
        ["steps"] = new JsonArray([.. phase.Steps.Select(Step)]),
        ["exported"] = Texts(phase.Exported),
    };

    static JsonObject Step(Step step) => new()
    {
        ["name"] = step.Name,
        ["plugin"] = step.Plugin,
        ["context"] = step.Context,
        ["title"] = step.Title,
        ["command"] = step.Command,
        ["state"] = Name(step.State),
        ["exit_code"] = step.ExitCode,
        ["start"] = Seconds(step.Start),
        ["seconds"] = Seconds(step.Duration),
        ["log"] = Texts(step.Log.Lines),
    };

    static string Name(StepState state) => state switch
    {
        StepState.Passed => "passed",
        StepState.Failed => "failed",
        StepState.Killed => "killed",
        _ => "not run",
    };

    static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
