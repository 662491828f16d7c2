using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Spaceforge.Shared.PolicyInputs;

enum Sanitization
{
    /// <summary>Every text is hashed.</summary>
    All,

    /// <summary>Texts that the plan marks sensitive are.</summary>
    Smart,

    /// <summary>None is.</summary>
    None,
}

/// <summary>Writes values of a plan as a policy sees them.</summary>
static class Sanitizing
{
    const int ShownDigits = 8;

    /// <summary>What stands for a text.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[^ShownDigits..];

    /// <param name="marks">The plan's marks: true, or an object or list with marks of the parts.</param>
    public static void Write(Utf8JsonWriter writer, JsonElement value, JsonElement marks, Sanitization mode)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, Mark(marks, member.Name), mode);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var (index, item) in value.EnumerateArray().Index()) Write(writer, item, Mark(marks, index), mode);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when mode == Sanitization.All
                || (mode == Sanitization.Smart && marks.ValueKind == JsonValueKind.True):
                writer.WriteStringValue(Hash(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    static JsonElement Mark(JsonElement marks, string name) => marks.ValueKind switch
    {
        JsonValueKind.True => marks,
        JsonValueKind.Object when marks.TryGetProperty(name, out var mark) => mark,
        _ => default,
    };

    static JsonElement Mark(JsonElement marks, int index) => marks.ValueKind switch
    {
        JsonValueKind.True => marks,
        JsonValueKind.Array when index < marks.GetArrayLength() => marks[index],
        _ => default,
    };
}
