using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>An input variable of the root module. Beware: values of sensitive variables stand in a plan as they are.</summary>
public sealed class PlanVariable : PlanNode
{
    internal PlanVariable(JsonSlice slice, string name)
        : base(slice) => Name = name;

    /// <summary>The variable's name.</summary>
    public string Name { get; }

    /// <summary>Its value; null where that is null or not in the plan.</summary>
    public JsonElement? Value => Get("value");
}
