using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>An input variable of the root module. Beware: a plan contains the values of sensitive variables in plain text.</summary>
public sealed class PlanVariable : PlanNode
{
    internal PlanVariable(JsonSlice slice, string name)
        : base(slice) => Name = name;

    /// <summary>The variable's name.</summary>
    public string Name { get; }

    /// <summary>Its value; null if it is null or not in the plan.</summary>
    public JsonElement? Value => Get("value");
}
