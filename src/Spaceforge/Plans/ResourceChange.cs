using System.Text.Json;
using Spaceforge.Plans;

namespace Spaceforge;

/// <summary>What a plan does to one instance of a resource, or in drift, what was done to it outside of Terraform.</summary>
public sealed class ResourceChange : Change
{
    internal ResourceChange(JsonSlice slice, IReadOnlyList<ChangeAction> actions)
        : base(slice, actions)
    {
    }

    /// <summary>The absolute address, for instance <c>module.network["a"].aws_subnet.main[0]</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The Terragrunt unit that it belongs to, as a path from the project's folder; null where a plan has no units.</summary>
    public string? Unit { get; init; }

    /// <summary>The address it had before a move; null where it was not moved.</summary>
    public string? PreviousAddress { get; init; }

    /// <summary>The module's address; null in the root module.</summary>
    public string? ModuleAddress { get; init; }

    /// <summary>Managed or data; managed where the file does not say.</summary>
    public ResourceMode Mode { get; init; } = ResourceMode.Managed;

    /// <summary>The resource's type, for instance <c>aws_subnet</c>; empty where the file does not say.</summary>
    public string Type { get; init; } = "";

    /// <summary>The resource's name in its module, for instance <c>main</c>; empty where the file does not say.</summary>
    public string Name { get; init; } = "";

    /// <summary>The key of the instance: a number with <c>count</c>, a string with <c>for_each</c>, otherwise null.</summary>
    public JsonElement? Index => Get("index");

    /// <summary>The key of an object that was deposed by its replacement and still has to be destroyed; otherwise null.</summary>
    public string? Deposed { get; init; }

    /// <summary>The provider's source address, for instance <c>registry.terraform.io/hashicorp/aws</c>.</summary>
    public string? ProviderName { get; init; }

    /// <summary>Why these actions were chosen, for instance <c>replace_because_tainted</c>; null where there is nothing to say.</summary>
    public string? ActionReason { get; init; }

    /// <summary>What it is imported from; null where nothing is imported.</summary>
    public ImportSource? Importing { get; init; }

    /// <summary>The configuration that was generated for an import, in HCL; otherwise null.</summary>
    public string? GeneratedConfig => Get(ChangeJson, "generated_config")?.GetString();

    /// <summary>The attributes that force a replacement; empty where nothing does.</summary>
    public IReadOnlyList<AttributePath> ReplacePaths => field ??= AttributePath.Read(Get(ChangeJson, "replace_paths"));

    /// <summary>The address.</summary>
    public override string ToString() => Address;
}
