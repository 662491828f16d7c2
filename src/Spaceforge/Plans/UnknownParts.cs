using System.Buffers;
using System.Text.Json;

namespace Spaceforge.Plans;

/// <summary>Inserts a text for values that are not known before apply.</summary>
static class UnknownParts
{
    public static JsonElement? Describe(JsonElement? value, JsonElement? unknown, string text)
    {
        if (value is null && unknown is not { ValueKind: JsonValueKind.True or JsonValueKind.Object or JsonValueKind.Array }) return null;

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = JsonFile.MaxDepth }))
        {
            Write(json, value, unknown, text);
        }

        return JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = JsonFile.MaxDepth }).RootElement;
    }

    static void Write(Utf8JsonWriter json, JsonElement? value, JsonElement? unknown, string text)
    {
        switch (unknown?.ValueKind)
        {
            case JsonValueKind.True:
                json.WriteStringValue(text);
                break;
            case JsonValueKind.Array when value is null or { ValueKind: JsonValueKind.Array }:
                WriteItems(json, value, unknown.Value, text);
                break;
            case JsonValueKind.Object when value is null or { ValueKind: JsonValueKind.Object }:
                WriteProperties(json, value, unknown.Value, text);
                break;
            default:
                if (value is { } known) known.WriteTo(json);
                else json.WriteNullValue();
                break;
        }
    }

    static void WriteItems(Utf8JsonWriter json, JsonElement? value, JsonElement unknown, string text)
    {
        JsonElement[] items = value is { } array ? [.. array.EnumerateArray()] : [];
        JsonElement[] marks = [.. unknown.EnumerateArray()];
        json.WriteStartArray();
        for (var i = 0; i < Math.Max(items.Length, marks.Length); i++)
            Write(json, i < items.Length ? items[i] : null, i < marks.Length ? marks[i] : null, text);
        json.WriteEndArray();
    }

    // Terraform omits unknown properties from a value.
    static void WriteProperties(Utf8JsonWriter json, JsonElement? value, JsonElement unknown, string text)
    {
        json.WriteStartObject();
        foreach (var property in value is { } known ? known.EnumerateObject() : default)
        {
            json.WritePropertyName(property.Name);
            Write(json, property.Value, unknown.TryGetProperty(property.Name, out var mark) ? mark : null, text);
        }

        foreach (var mark in unknown.EnumerateObject())
        {
            if (value?.TryGetProperty(mark.Name, out _) == true || !HasUnknown(mark.Value)) continue;

            json.WritePropertyName(mark.Name);
            Write(json, null, mark.Value, text);
        }

        json.WriteEndObject();
    }

    static bool HasUnknown(JsonElement mark) => mark.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Object => mark.EnumerateObject().Any(property => HasUnknown(property.Value)),
        JsonValueKind.Array => mark.EnumerateArray().Any(HasUnknown),
        _ => false,
    };
}
