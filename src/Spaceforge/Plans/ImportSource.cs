using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>The source of an imported resource.</summary>
public sealed class ImportSource : PlanNode
{
    internal ImportSource(JsonSlice slice)
        : base(slice)
    {
    }

    /// <summary>The provider's id of the object; null if an identity is used, or if the id is not known yet.</summary>
    public string? Id { get; init; }

    /// <summary>The identity of the object, by attribute; null if an id is used.</summary>
    public JsonElement? Identity => Get("identity");

    /// <summary>Whether the id is only known during apply.</summary>
    public bool Unknown { get; init; }
}
