using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>The check results of one instance.</summary>
public sealed class CheckInstance : PlanNode
{
    internal CheckInstance(JsonSlice slice)
        : base(slice)
    {
    }

    /// <summary>The address with instance keys.</summary>
    public required string Address { get; init; }

    /// <summary>The module's address with instance keys; null for the root module.</summary>
    public string? Module { get; init; }

    /// <summary>The key of a resource's instance, a number or a string; otherwise null.</summary>
    public JsonElement? InstanceKey => Get("address") is { } address ? Get(address, "instance_key") : null;

    /// <summary>The status.</summary>
    public CheckStatus Status { get; init; } = CheckStatus.Unknown;

    /// <summary>The messages of failed conditions.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
