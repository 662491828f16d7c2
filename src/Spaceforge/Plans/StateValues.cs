using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>Outputs and resources with their values: of a state, or as a plan expects them.</summary>
public sealed class StateValues : PlanNode
{
    internal StateValues(JsonSlice slice)
        : base(slice)
    {
    }

    /// <summary>The outputs of the root module, by name.</summary>
    public required IReadOnlyDictionary<string, OutputValue> Outputs { get; init; }

    /// <summary>The root module, and through it all others; null where there is nothing at all.</summary>
    public ModuleValues? RootModule { get; init; }

    /// <summary>The resources of all modules, each module's own before those of its children.</summary>
    public IEnumerable<ResourceValues> AllResources => RootModule?.AllResources ?? [];
}
