using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>A resource instance with its values.</summary>
public sealed class ResourceValues : PlanNode
{
    internal ResourceValues(JsonSlice slice)
        : base(slice)
    {
    }

    /// <summary>The absolute address, for example <c>module.network["a"].aws_subnet.main[0]</c>.</summary>
    public required string Address { get; init; }

    /// <summary>Managed or data; managed if the file does not say.</summary>
    public ResourceMode Mode { get; init; } = ResourceMode.Managed;

    /// <summary>The resource's type, for example <c>aws_subnet</c>; empty if the file does not contain it.</summary>
    public string Type { get; init; } = "";

    /// <summary>The resource's name in its module, for example <c>main</c>; empty if the file does not contain it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The instance key: a number with <c>count</c>, a string with <c>for_each</c>, otherwise null.</summary>
    public JsonElement? Index => Get("index");

    /// <summary>The provider's source address, for example <c>registry.terraform.io/hashicorp/aws</c>.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The version of the provider's schema that <see cref="Values"/> follows.</summary>
    public long? SchemaVersion { get; init; }

    /// <summary>The attributes. Planned values do not contain attributes that are not known yet.</summary>
    public JsonElement? Values => Get("values");

    /// <summary>Has the shape of <see cref="Values"/>, with <c>true</c> for each sensitive value.</summary>
    public JsonElement? SensitiveValues => Get("sensitive_values");

    /// <summary>The addresses that it depends on; only in states.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Whether the next apply will replace it, because creating it did not complete.</summary>
    public bool Tainted { get; init; }

    /// <summary>The key of a deposed object, which was replaced; otherwise null.</summary>
    public string? DeposedKey { get; init; }

    /// <summary>The address.</summary>
    public override string ToString() => Address;
}
