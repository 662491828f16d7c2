using System.Text.Json.Nodes;

namespace Spaceforge.Secrets;

static class MaskedJson
{
    /// <summary>Returns a copy with secrets masked in names and values. If masked names collide, the first one is kept.</summary>
    /// <param name="node">The node to copy.</param>
    /// <param name="mask">Masks a text.</param>
    public static JsonNode Of(JsonNode node, Func<string, string> mask) => node switch
    {
        JsonObject item => new JsonObject(item
            .Select(entry => KeyValuePair.Create(mask(entry.Key), entry.Value is null ? null : (JsonNode?)Of(entry.Value, mask)))
            .DistinctBy(entry => entry.Key)),
        JsonArray list => new JsonArray([.. list.Select(entry => entry is null ? null : Of(entry, mask))]),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(mask(text)),
        JsonValue value when value.ToJsonString() is var number && mask(number) is var masked && masked != number =>
            JsonValue.Create(masked),
        _ => node.DeepClone(),
    };
}
