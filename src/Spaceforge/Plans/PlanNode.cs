using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>An object in a plan or a state. What it has beyond its typed members is in <see cref="Json"/>.</summary>
/// <remarks>
/// It keeps the bytes of the whole file in memory. JSON values become elements only when they are asked for: who needs those of an
/// object again after those of others keeps them in a variable.
/// </remarks>
public abstract class PlanNode
{
    // Below this, parsing again is cheaper than keeping: the documents of 50,000 changes take more memory than the file.
    const int WorthKeeping = 1 << 18;

    readonly JsonSlice _slice;
    JsonDocument? _document;

    private protected PlanNode(JsonSlice slice) => _slice = slice;

    /// <summary>The object as it is in the file.</summary>
    public JsonElement Json => (_slice.Length < WorthKeeping ? _slice.File.Recent(_slice) : _document ??= _slice.Parse()).RootElement;

    private protected ReadOnlyMemory<byte> Bytes => _slice.Bytes;

    /// <summary>A property's value; null where there is none, or JSON's null.</summary>
    private protected JsonElement? Get(string name) => Get(Json, name);

    private protected static JsonElement? Get(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value)) return null;

        return value.ValueKind == JsonValueKind.Null ? null : value;
    }
}
