using System.Diagnostics.CodeAnalysis;
using GraphQL;

namespace Spaceforge.Testing.Api;

[SuppressMessage("Performance", "CA1822", Justification = "The engine calls methods of an instance.")]
[SuppressMessage("Performance", "CA1812", Justification = "The engine makes it.")]
sealed class Query
{
    public UserType? Viewer(IResolveFieldContext context) => Caller.Of(context).IsKnown ? new UserType("plugin", "plugin") : null;

    public StackType? Stack(IResolveFieldContext context, string id) =>
        Caller.Of(context).Authorized("stack").Stacks.FirstOrDefault(stack => stack.Id == id) is { } stack ? new StackType(stack) : null;

    public IEnumerable<StackType> Stacks(IResolveFieldContext context) =>
        Caller.Of(context).Authorized("stacks").Stacks.Select(stack => new StackType(stack));

    public ContextType? Context(IResolveFieldContext resolving, string id) =>
        Caller.Of(resolving).Authorized("context").Contexts.FirstOrDefault(context => context.Id == id) is { } found
            ? new ContextType(found) : null;

    public PluginType? Plugin(IResolveFieldContext context, string id) =>
        Caller.Of(context).Authorized("plugin").Plugins.FirstOrDefault(plugin => plugin.Id == id) is { } plugin
            ? new PluginType(plugin) : null;

    public IEnumerable<PluginType> Plugins(IResolveFieldContext context) =>
        Caller.Of(context).Authorized("plugins").Plugins.Select(plugin => new PluginType(plugin));

    public PluginTemplateType? PluginTemplate(IResolveFieldContext context, string id) =>
        Caller.Of(context).Authorized("pluginTemplate").PluginTemplates.FirstOrDefault(template => template.Id == id) is { } template
            ? new PluginTemplateType(template) : null;

    public IEnumerable<PluginTemplateType> PluginTemplates(IResolveFieldContext context) =>
        Caller.Of(context).Authorized("pluginTemplates").PluginTemplates.Select(template => new PluginTemplateType(template));

    public IEnumerable<SpaceType> Spaces(IResolveFieldContext context) =>
        Caller.Of(context).Authorized("spaces").Spaces.Select(space => new SpaceType(space));
}

sealed record UserType(string Id, string Login);

sealed record UserTokenType(string Jwt, long ValidUntil);

sealed record SpaceType(string Id);

/// <summary>A plugin in the schema.</summary>
sealed record PluginType(FakePlugin Plugin)
{
    public string Id => Plugin.Id;
    public string Name => Plugin.Name;
    public IReadOnlyList<string> Labels => Plugin.Labels;
    public string LabelIdentifier => Plugin.StackLabel;
    public SpaceType SpaceDetails => new(Plugin.SpaceId);
    public PluginTemplateType PluginTemplateDetails => new(Plugin.Template);
    public long CreatedAt => Plugin.CreatedAt.ToUnixTimeSeconds();
}

/// <summary>A template in the schema.</summary>
sealed record PluginTemplateType(FakePluginTemplate Template)
{
    public string Id => Template.Id;
    public string Name => Template.Name;
    public string? Description => Template.Description;
    public string Manifest => Template.Manifest;
    public IReadOnlyList<TemplateParameter> Parameters => TemplateManifest.Read(Template.Manifest).Parameters;
    public IReadOnlyList<string> Labels => Template.Labels;
    public bool IsGlobal => Template.IsGlobal;
    public long CreatedAt => Template.CreatedAt.ToUnixTimeSeconds();
}
