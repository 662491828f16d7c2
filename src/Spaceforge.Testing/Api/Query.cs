using System.Diagnostics.CodeAnalysis;
using GraphQL;

namespace Spaceforge.Testing.Api;

[SuppressMessage("Performance", "CA1822", Justification = "The engine calls methods of an instance.")]
[SuppressMessage("Performance", "CA1812", Justification = "The engine makes it.")]
sealed class Query
{
    public UserType? Viewer(IResolveFieldContext context) => Caller.Of(context).IsKnown ? new UserType("plugin", "plugin") : null;

    public FakeStack? Stack(IResolveFieldContext context, string id) =>
        Caller.Of(context).Authorized("stack").Stacks.FirstOrDefault(stack => stack.Id == id);

    public IEnumerable<FakeStack> Stacks(IResolveFieldContext context) => Caller.Of(context).Authorized("stacks").Stacks;

    public FakePlugin? Plugin(IResolveFieldContext context, string id) =>
        Caller.Of(context).Authorized("plugin").Plugins.FirstOrDefault(plugin => plugin.Id == id);

    public IEnumerable<FakePlugin> Plugins(IResolveFieldContext context) => Caller.Of(context).Authorized("plugins").Plugins;

    public FakePluginTemplate? PluginTemplate(IResolveFieldContext context, string id) =>
        Caller.Of(context).Authorized("pluginTemplate").PluginTemplates.FirstOrDefault(template => template.Id == id);

    public IEnumerable<FakePluginTemplate> PluginTemplates(IResolveFieldContext context) =>
        Caller.Of(context).Authorized("pluginTemplates").PluginTemplates;
}

sealed record UserType(string Id, string Login);

sealed record UserTokenType(string Jwt, long ValidUntil);

sealed record SpaceType(string Id);

[SuppressMessage("Performance", "CA1812", Justification = "The engine makes it.")]
[SuppressMessage("Performance", "CA1822", Justification = "The engine calls methods of an instance.")]
sealed class PluginType
{
    public SpaceType SpaceDetails(FakePlugin source) => new(source.Space);
}
