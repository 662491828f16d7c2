using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>An output of the root module, with its value.</summary>
public sealed class OutputValue : PlanNode
{
    internal OutputValue(JsonSlice slice, string name)
        : base(slice) => Name = name;

    /// <summary>The output's name.</summary>
    public string Name { get; }

    /// <summary>Its value, even if it is sensitive; null if it is null or not known yet.</summary>
    public JsonElement? Value => Get("value");

    /// <summary>Its type, for example <c>"string"</c> or <c>["list","string"]</c>; null if the file does not contain it.</summary>
    public JsonElement? Type => Get("type");

    /// <summary>Whether it is declared sensitive.</summary>
    public bool Sensitive { get; init; }
}
