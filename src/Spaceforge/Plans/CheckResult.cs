using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>The check results of one configuration block, for all of its instances.</summary>
public sealed class CheckResult : PlanNode
{
    internal CheckResult(JsonSlice slice)
        : base(slice)
    {
    }

    /// <summary>The address without instance keys, for example <c>check.health</c> or <c>module.a.output.url</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The kind of block: <c>resource</c>, <c>output_value</c>, <c>check</c> or <c>var</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The module's address without instance keys; null for the root module.</summary>
    public string? Module { get; init; }

    /// <summary>For a resource, managed or data; otherwise null.</summary>
    public ResourceMode? Mode { get; init; }

    /// <summary>For a resource, its type; otherwise null.</summary>
    public string? Type { get; init; }

    /// <summary>The name of the resource, output, check or variable.</summary>
    public string? Name { get; init; }

    /// <summary>The worst status of the instances.</summary>
    public CheckStatus Status { get; init; } = CheckStatus.Unknown;

    /// <summary>The checked instances; empty if they are not known yet.</summary>
    public IReadOnlyList<CheckInstance> Instances { get; init; } = [];
}
