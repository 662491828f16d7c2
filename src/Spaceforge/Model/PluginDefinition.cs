using System.Diagnostics.CodeAnalysis;
using Spaceforge.Definitions;

namespace Spaceforge.Model;

/// <summary>Everything that a plugin declares, read once from its class, with defaults filled in.</summary>
sealed record PluginDefinition
{
    public required string ClassName { get; init; }
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required string Author { get; init; }
    public required string Description { get; init; }
    public required IReadOnlyList<string> Labels { get; init; }
    public required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>The author's contexts; the main one also has the variables of parameter properties.</summary>
    public required IReadOnlyList<Context> Contexts { get; init; }

    /// <summary>The generated main context, if the author declared none.</summary>
    public required Context? AddedContext { get; init; }

    /// <summary>The properties that declare parameters; their declarations are included in the parameters and contexts.</summary>
    public required IReadOnlyList<ParameterProperty> Properties { get; init; }

    public required IReadOnlyList<Binary> Binaries { get; init; }
    public required IReadOnlyList<Policy> Policies { get; init; }
    public required IReadOnlyList<Webhook> Webhooks { get; init; }

    /// <summary>Whether hooks export variables, which generated hook lines then read.</summary>
    public bool ExportsVariables { get; init; }

    /// <summary>The hooks that the class overrides.</summary>
    public required IReadOnlyList<Hook> Hooks { get; init; }

    /// <summary>What has to survive trimming for a plugin class to be read and run.</summary>
    public const DynamicallyAccessedMemberTypes Needed = PropertyReader.Needed;

    /// <summary>The author's contexts, followed by the generated one.</summary>
    public IReadOnlyList<Context> AllContexts => AddedContext is { } added ? [.. Contexts, added] : Contexts;

    public static PluginDefinition Of(IPlugin plugin, [DynamicallyAccessedMembers(Needed)] Type type)
    {
        var declared = DeclaredParameters.Of(plugin, type);
        return new PluginDefinition
        {
            ClassName = type.Name,
            Name = plugin.Name,
            Version = plugin.Version,
            Author = plugin.Author,
            Description = DescriptionText.Clean(plugin.Description) is { Length: > 0 } text
                ? text
                : $"A Spacelift plugin built with {type.Name}",
            Labels = plugin.Labels,
            Parameters = declared.Parameters,
            Contexts = declared.Contexts,
            AddedContext = declared.AddedContext,
            Properties = declared.Properties,
            Binaries = plugin.Binaries,
            Policies = plugin.Policies,
            Webhooks = plugin.Webhooks,
            ExportsVariables = plugin.ExportsVariables,
            Hooks = HookOverrides.Of(plugin),
        };
    }
}
