using System.Diagnostics.CodeAnalysis;
using GraphQL;

namespace Spaceforge.Testing.Api;

[SuppressMessage("Performance", "CA1822", Justification = "The engine calls methods of an instance.")]
[SuppressMessage("Performance", "CA1812", Justification = "The engine makes it.")]
sealed class Mutation
{
    public UserTokenType? ApiKeyUser(IResolveFieldContext context, string id, string secret) =>
        Caller.Of(context).Spacelift.LogIn(id, secret) is var (token, until) ? new UserTokenType(token, until.ToUnixTimeSeconds()) : null;

    public FakePluginTemplate PluginTemplateCreate(IResolveFieldContext context, PluginTemplateCreateInput input)
    {
        var spacelift = Caller.Of(context).Authorized("pluginTemplateCreate");
        var template = new FakePluginTemplate
        {
            Id = spacelift.NextId(),
            Name = input.Name,
            Manifest = input.Manifest,
            Description = input.Description,
            Labels = input.Labels ?? [],
        };
        spacelift.PluginTemplates.Add(template);
        return template;
    }

    public FakePluginTemplate? PluginTemplateDelete(IResolveFieldContext context, string id)
    {
        var spacelift = Caller.Of(context).Authorized("pluginTemplateDelete");
        var template = spacelift.PluginTemplates.FirstOrDefault(template => template.Id == id);
        if (template is not null && spacelift.Plugins.Any(plugin => plugin.PluginTemplateDetails.Id == id)) throw new ExecutionError("plugin template is in use");
        if (template is not null) spacelift.PluginTemplates.Remove(template);
        return template;
    }

    public PluginType PluginInstall(IResolveFieldContext context, PluginInstallInput input)
    {
        var spacelift = Caller.Of(context).Authorized("pluginInstall");
        var plugin = new FakePlugin
        {
            Id = spacelift.NextId(),
            Name = input.Name,
            PluginTemplateDetails = spacelift.PluginTemplates.FirstOrDefault(template => template.Id == input.PluginTemplateID) ?? throw new ExecutionError("plugin template not found"),
            LabelIdentifier = input.LabelIdentifier,
            Space = input.Space,
            Labels = input.Labels ?? [],
            Parameters = (input.Parameters ?? []).ToDictionary(parameter => parameter.Id, parameter => parameter.Value),
        };
        spacelift.Plugins.Add(plugin);
        return new PluginType(plugin);
    }

    public PluginType? PluginDelete(IResolveFieldContext context, string id)
    {
        var spacelift = Caller.Of(context).Authorized("pluginDelete");
        var plugin = spacelift.Plugins.FirstOrDefault(plugin => plugin.Id == id);
        if (plugin is null) return null;

        spacelift.Plugins.Remove(plugin);
        return new PluginType(plugin);
    }
}

[SuppressMessage("Performance", "CA1812", Justification = "The engine makes it.")]
sealed class PluginTemplateCreateInput
{
    public string Name { get; set; } = "";
    public string Manifest { get; set; } = "";
    public string? Description { get; set; }
    public List<string>? Labels { get; set; }
}

[SuppressMessage("Performance", "CA1812", Justification = "The engine makes it.")]
sealed class PluginInstallInput
{
    public string Name { get; set; } = "";
    public string PluginTemplateID { get; set; } = "";
    public string Space { get; set; } = "";
    public string LabelIdentifier { get; set; } = "";
    public List<string>? Labels { get; set; }
    public List<ParameterInput>? Parameters { get; set; }
}

[SuppressMessage("Performance", "CA1812", Justification = "The engine makes it.")]
sealed class ParameterInput
{
    public string Id { get; set; } = "";
    public string Value { get; set; } = "";
}
