using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>One instance of a resource, with its values.</summary>
public sealed class ResourceValues : PlanNode
{
    internal ResourceValues(JsonSlice slice)
        : base(slice)
    {
    }

    /// <summary>The absolute address, for instance <c>module.network["a"].aws_subnet.main[0]</c>.</summary>
    public required string Address { get; init; }

    /// <summary>Managed or data; managed where the file does not say.</summary>
    public ResourceMode Mode { get; init; } = ResourceMode.Managed;

    /// <summary>The resource's type, for instance <c>aws_subnet</c>; empty where the file does not say.</summary>
    public string Type { get; init; } = "";

    /// <summary>The resource's name in its module, for instance <c>main</c>; empty where the file does not say.</summary>
    public string Name { get; init; } = "";

    /// <summary>The key of the instance: a number with <c>count</c>, a string with <c>for_each</c>, otherwise null.</summary>
    public JsonElement? Index => Get("index");

    /// <summary>The provider's source address, for instance <c>registry.terraform.io/hashicorp/aws</c>.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The version of the provider's schema that <see cref="Values"/> follows.</summary>
    public long? SchemaVersion { get; init; }

    /// <summary>The attributes. In planned values those that are not known yet are left out.</summary>
    public JsonElement? Values => Get("values");

    /// <summary>Shaped as <see cref="Values"/>, with <c>true</c> for each sensitive value.</summary>
    public JsonElement? SensitiveValues => Get("sensitive_values");

    /// <summary>The addresses it depends on; in states only.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Whether it is to be replaced by the next apply because it was left half made.</summary>
    public bool Tainted { get; init; }

    /// <summary>The key of an object that was deposed by its replacement; otherwise null.</summary>
    public string? DeposedKey { get; init; }

    /// <summary>The address.</summary>
    public override string ToString() => Address;
}
