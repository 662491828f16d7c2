using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>A module with its resources and child modules.</summary>
public sealed class ModuleValues : PlanNode
{
    internal ModuleValues(JsonSlice slice)
        : base(slice)
    {
    }

    /// <summary>The absolute address, for example <c>module.network["a"].module.subnets</c>; null for the root module.</summary>
    public string? Address { get; init; }

    /// <summary>The module's own resources.</summary>
    public required IReadOnlyList<ResourceValues> Resources { get; init; }

    /// <summary>The modules it calls.</summary>
    public required IReadOnlyList<ModuleValues> ChildModules { get; init; }

    /// <summary>Its own resources and those of its child modules, at any depth.</summary>
    public IEnumerable<ResourceValues> AllResources
    {
        get
        {
            // Uses an explicit stack, so that a step costs the same at any depth.
            var rest = new Stack<ModuleValues>([this]);
            while (rest.TryPop(out var module))
            {
                foreach (var resource in module.Resources) yield return resource;
                foreach (var child in module.ChildModules.Reverse()) rest.Push(child);
            }
        }
    }
}
