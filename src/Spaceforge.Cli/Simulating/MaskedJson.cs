using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Simulating;

static class MaskedJson
{
    /// <summary>A copy in which secrets are masked, in names and in values.</summary>
    public static JsonNode Of(JsonNode node, LogMasks masks) => node switch
    {
        JsonObject item => new JsonObject(item.Select(entry => KeyValuePair.Create(masks.Text(entry.Key), entry.Value is null ? null : (JsonNode?)Of(entry.Value, masks))).DistinctBy(entry => entry.Key)),
        JsonArray list => new JsonArray([.. list.Select(entry => entry is null ? null : Of(entry, masks))]),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(masks.Text(text)),
        _ => node.DeepClone(),
    };
}
