using System.Text;
using System.Text.Json;

namespace Spaceforge;

/// <summary>The way to a value inside a resource, for instance <c>disk[0].size</c>.</summary>
public sealed record AttributePath
{
    /// <summary>From the outside in: a string for an attribute or a key of a map, a number for an item of a list.</summary>
    public required IReadOnlyList<JsonElement> Steps { get; init; }

    /// <summary>The path as it is written in Terraform, but with a dot before each key.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in Steps)
        {
            if (step.ValueKind == JsonValueKind.String) text.Append(text.Length == 0 ? "" : ".").Append(step.GetString());
            else text.Append('[').Append(step.GetRawText()).Append(']');
        }

        return text.ToString();
    }

    internal static IReadOnlyList<AttributePath> Read(JsonElement? paths)
    {
        if (paths is not { ValueKind: JsonValueKind.Array } array) return [];

        var lists = array.EnumerateArray().Where(path => path.ValueKind == JsonValueKind.Array);
        return [.. lists.Select(path => new AttributePath { Steps = [.. path.EnumerateArray()] })];
    }
}
