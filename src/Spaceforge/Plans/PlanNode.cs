using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>An object in a plan or a state. What it has beyond its typed members is in <see cref="Json"/>.</summary>
/// <remarks>
/// It keeps the bytes of the whole file in memory. JSON values become elements when they are first asked for, and stay.
/// </remarks>
public abstract class PlanNode
{
    readonly JsonSlice _slice;
    JsonDocument? _document;

    private protected PlanNode(JsonSlice slice) => _slice = slice;

    /// <summary>The object as it is in the file.</summary>
    public JsonElement Json => (_document ??= _slice.Parse()).RootElement;

    private protected ReadOnlyMemory<byte> Bytes => _slice.Bytes;

    /// <summary>A property's value; null where there is none, or JSON's null.</summary>
    private protected JsonElement? Get(string name) => Get(Json, name);

    private protected static JsonElement? Get(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
