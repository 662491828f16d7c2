using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>Outputs and resources with their values, from a state or as planned.</summary>
public sealed class StateValues : PlanNode
{
    internal StateValues(JsonSlice slice)
        : base(slice)
    {
    }

    /// <summary>The outputs of the root module, by name.</summary>
    public required IReadOnlyDictionary<string, OutputValue> Outputs { get; init; }

    /// <summary>The root module, which contains all others; null if there is none.</summary>
    public ModuleValues? RootModule { get; init; }

    /// <summary>The resources of all modules, parents before children.</summary>
    public IEnumerable<ResourceValues> AllResources => RootModule?.AllResources ?? [];
}
