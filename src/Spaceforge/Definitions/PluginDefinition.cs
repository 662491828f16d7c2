using System.Diagnostics.CodeAnalysis;
using Spaceforge.Hooks;

namespace Spaceforge.Definitions;

/// <summary>All that a plugin declares, read from its class once, with the defaults in their places.</summary>
sealed record PluginDefinition
{
    public required string ClassName { get; init; }
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required string Author { get; init; }
    public required string Description { get; init; }
    public required IReadOnlyList<string> Labels { get; init; }
    public required IReadOnlyList<Parameter> Parameters { get; init; }
    public required IReadOnlyList<Context> Contexts { get; init; }
    public required IReadOnlyList<Binary> Binaries { get; init; }
    public required IReadOnlyList<Policy> Policies { get; init; }
    public required IReadOnlyList<Webhook> Webhooks { get; init; }

    /// <summary>The hooks that the class overrides.</summary>
    public required IReadOnlyList<Hook> Hooks { get; init; }

    public static PluginDefinition Of(SpaceforgePlugin plugin, [DynamicallyAccessedMembers(HookOverrides.Needed)] Type type) => new()
    {
        ClassName = type.Name,
        Name = plugin.Name,
        Version = plugin.Version,
        Author = plugin.Author,
        Description = DescriptionText.Clean(plugin.Description) is { Length: > 0 } text
            ? text
            : $"A Spacelift plugin built with {type.Name}",
        Labels = plugin.Labels,
        Parameters = plugin.Parameters,
        Contexts = plugin.Contexts,
        Binaries = plugin.Binaries,
        Policies = plugin.Policies,
        Webhooks = plugin.Webhooks,
        Hooks = HookOverrides.Of(type),
    };
}
