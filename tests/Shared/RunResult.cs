using System.Text.Json;

namespace Spaceforge.Tests.Shared;

/// <summary>What <c>--json</c> wrote.</summary>
sealed record RunResult(JsonElement Json)
{
    public string FinalState => Json.GetProperty("final_state").GetString()!;

    public string Warnings => string.Join('\n', Texts(Json.GetProperty("warnings")));

    /// <summary>All that steps printed, in the order of the run.</summary>
    public IReadOnlyList<string> Log => [.. Steps.SelectMany(step => Texts(step.GetProperty("log")))];

    /// <summary>Each phase and what became of it: <c>plan failed</c>.</summary>
    public IReadOnlyList<string> Phases => [.. Phase.Select(phase => $"{Text(phase, "name")} {Text(phase, "state")}")];

    public string Reasons => string.Join('\n', Phase.Select(phase => Text(phase, "reason")));

    public IEnumerable<JsonElement> Steps => Phase.SelectMany(phase => phase.GetProperty("steps").EnumerateArray());

    IEnumerable<JsonElement> Phase => Json.GetProperty("phases").EnumerateArray();

    static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();

    static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);
}
