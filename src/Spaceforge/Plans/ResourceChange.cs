using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>A planned change to a resource instance or, in drift, a change made outside of Terraform.</summary>
public sealed class ResourceChange : Change
{
    internal ResourceChange(JsonSlice slice, IReadOnlyList<ChangeAction> actions)
        : base(slice, actions)
    {
    }

    /// <summary>The absolute address, for example <c>module.network["a"].aws_subnet.main[0]</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The Terragrunt unit, as a path relative to the project folder; null if the plan has no units.</summary>
    public string? Unit { get; init; }

    /// <summary>The address before a move; null if it was not moved.</summary>
    public string? PreviousAddress { get; init; }

    /// <summary>The module's address; null for the root module.</summary>
    public string? ModuleAddress { get; init; }

    /// <summary>Managed or data; managed if the file does not say.</summary>
    public ResourceMode Mode { get; init; } = ResourceMode.Managed;

    /// <summary>The resource's type, for example <c>aws_subnet</c>; empty if the file does not contain it.</summary>
    public string Type { get; init; } = "";

    /// <summary>The resource's name in its module, for example <c>main</c>; empty if the file does not contain it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The instance key: a number with <c>count</c>, a string with <c>for_each</c>, otherwise null.</summary>
    public JsonElement? Index => Get("index");

    /// <summary>The key of a deposed object, which was replaced and still has to be destroyed; otherwise null.</summary>
    public string? Deposed { get; init; }

    /// <summary>The provider's source address, for example <c>registry.terraform.io/hashicorp/aws</c>.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The reason for the actions, for example <c>replace_because_tainted</c>; null if there is none.</summary>
    public string? ActionReason { get; init; }

    /// <summary>The source of the import; null if nothing is imported.</summary>
    public ImportSource? Importing { get; init; }

    /// <summary>The configuration that was generated for an import, in HCL; otherwise null.</summary>
    public string? GeneratedConfig => GetText(ChangeJson, "generated_config");

    /// <summary>The attributes that force a replacement, if any.</summary>
    public IReadOnlyList<AttributePath> ReplacePaths => field ??= AttributePath.Read(Get(ChangeJson, "replace_paths"));

    /// <summary>The address.</summary>
    public override string ToString() => Address;
}
