using System.Text;
using System.Text.Json;

namespace Spaceforge;

/// <summary>The path to a value inside a resource, for example <c>disk[0].size</c>.</summary>
public sealed record AttributePath
{
    /// <summary>The steps from the outside in: a string for an attribute or a map key, a number for a list item.</summary>
    public required IReadOnlyList<JsonElement> Steps { get; init; }

    /// <summary>The path as written in Terraform, but with a dot before each key.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in Steps)
        {
            if (step.ValueKind == JsonValueKind.String) text.Append(text.Length == 0 ? "" : ".").Append(Name(step));
            else text.Append('[').Append(step.GetRawText()).Append(']');
        }

        return text.ToString();
    }

    static string Name(JsonElement step)
    {
        try
        {
            return step.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a character, as it is written.
            return step.GetRawText().Trim('"');
        }
    }

    internal static IReadOnlyList<AttributePath> Read(JsonElement? paths)
    {
        if (paths is not { ValueKind: JsonValueKind.Array } array) return [];

        var lists = array.EnumerateArray().Where(path => path.ValueKind == JsonValueKind.Array);
        return [.. lists.Select(path => new AttributePath { Steps = [.. path.EnumerateArray()] })];
    }
}
