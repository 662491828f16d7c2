using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>An object in a plan or a state. Members without a typed property are in <see cref="Json"/>.</summary>
/// <remarks>
/// It keeps the bytes of the whole file in memory. JSON values are parsed when they are accessed, and may be parsed again after other
/// objects were accessed: keep a value in a variable to reuse it.
/// </remarks>
public abstract class PlanNode
{
    // Below this size, parsing again is cheaper than caching: the documents of 50,000 changes take more memory than the file.
    const int WorthKeeping = 1 << 18;

    readonly JsonSlice _slice;
    JsonDocument? _document;

    private protected PlanNode(JsonSlice slice) => _slice = slice;

    /// <summary>The object's JSON.</summary>
    public JsonElement Json => (_slice.Length < WorthKeeping ? _slice.File.Recent(_slice) : _document ??= _slice.Parse()).RootElement;

    private protected ReadOnlyMemory<byte> Bytes => _slice.Bytes;

    /// <summary>A property's value; null if it is missing or null.</summary>
    private protected JsonElement? Get(string name) => Get(Json, name);

    /// <summary>A property's text; null if it is missing or null.</summary>
    /// <exception cref="PluginFailedException">It is something else.</exception>
    private protected string? GetText(JsonElement json, string name)
    {
        try
        {
            return Get(json, name)?.GetString();
        }
        catch (InvalidOperationException)
        {
            // Or half of a character.
            throw _slice.File.Wrong($"'{name}' is not a string ({_slice.File.Place(_slice.Start)}).");
        }
    }

    private protected static JsonElement? Get(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out var value)) return null;

        return value.ValueKind == JsonValueKind.Null ? null : value;
    }
}
