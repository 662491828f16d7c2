using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>What a resource is imported from.</summary>
public sealed class ImportSource : PlanNode
{
    internal ImportSource(JsonSlice slice)
        : base(slice)
    {
    }

    /// <summary>The provider's id of the object; null where an identity is used, or where the id is not known yet.</summary>
    public string? Id { get; init; }

    /// <summary>The identity of the object, by attributes; null where an id is used.</summary>
    public JsonElement? Identity => Get("identity");

    /// <summary>Whether the id is known only when the plan is applied.</summary>
    public bool Unknown { get; init; }
}
