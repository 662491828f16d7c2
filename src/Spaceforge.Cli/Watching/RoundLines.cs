using System.Text.Json.Nodes;
using Spaceforge.Cli.Json;

namespace Spaceforge.Cli.Watching;

/// <summary>Prints each round that is done as one line of JSON, for programs: docs/json.md.</summary>
static class RoundLines
{
    public static void Print(RoundLog log, TextWriter output) => log.Changed += (round, _) =>
    {
        if (!round.IsDone) return;

        output.WriteLine(JsonText.Of(Of(round), indented: false));
        output.Flush();
    };

    static JsonObject Of(Round round) => new()
    {
        ["round"] = round.Number,
        ["time"] = round.Time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        ["cause"] = round.Cause,
        ["outcome"] = round.Outcome,
        ["seconds"] = Math.Round(round.Duration.TotalSeconds, 3),
        ["steps"] = new JsonArray([.. round.Steps.Select(step => (JsonNode)Of(step))]),
    };

    static JsonObject Of(RoundStep step)
    {
        var text = string.Join('\n', step.Lines.Select(line => line.Text));
        var findings = step.Outcome == StepOutcome.Failed ? FindingText.OfFailure(text, ExitCodes.Failed) : FindingText.Read(text);
        return new JsonObject
        {
            ["name"] = step.Name,
            ["outcome"] = step.OutcomeName,
            ["seconds"] = Math.Round(step.Duration.TotalSeconds, 3),
            ["note"] = step.Note,
            ["findings"] = new JsonArray([.. findings.Select(finding => (JsonNode)finding.ToJson())]),
        };
    }
}
