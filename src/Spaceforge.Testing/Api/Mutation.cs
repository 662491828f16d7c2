using System.Diagnostics.CodeAnalysis;
using GraphQL;

namespace Spaceforge.Testing.Api;

[SuppressMessage("Performance", "CA1822", Justification = "The engine calls methods of an instance.")]
[SuppressMessage("Performance", "CA1812", Justification = "The engine makes it.")]
sealed class Mutation
{
    public UserTokenType? ApiKeyUser(IResolveFieldContext context, string id, string secret) =>
        Token(Caller.Of(context).Spacelift.LogIn(id, secret));

    public UserTokenType? OauthUser(IResolveFieldContext context, string token) => Token(Caller.Of(context).Spacelift.LogIn(token));

    public PluginTemplateType PluginTemplateCreate(IResolveFieldContext context, PluginTemplateCreateInput input)
    {
        var spacelift = Caller.Of(context).Authorized("pluginTemplateCreate");
        if (spacelift.TemplateNamesAreUnique && spacelift.PluginTemplates.Any(template => template.Name == input.Name))
        {
            throw new ExecutionError("plugin template name is already taken");
        }
        if (TemplateManifest.Read(input.Manifest).Mistake is { } mistake) throw new ExecutionError($"invalid manifest: {mistake}");

        var template = new FakePluginTemplate
        {
            Id = spacelift.NextId(),
            Name = input.Name,
            Manifest = input.Manifest,
            Description = input.Description,
            Labels = input.Labels ?? [],
            CreatedAt = spacelift.Now,
        };
        spacelift.PluginTemplates.Add(template);
        return new PluginTemplateType(template);
    }

    public PluginTemplateType? PluginTemplateDelete(IResolveFieldContext context, string id)
    {
        var spacelift = Caller.Of(context).Authorized("pluginTemplateDelete");
        var template = spacelift.PluginTemplates.FirstOrDefault(template => template.Id == id);
        if (template is null) return null;
        if (template.IsGlobal) throw new ExecutionError("unauthorized");
        if (spacelift.Plugins.Any(plugin => plugin.Template.Id == id)) throw new ExecutionError("plugin template is in use");

        spacelift.PluginTemplates.Remove(template);
        return new PluginTemplateType(template);
    }

    public PluginType PluginInstall(IResolveFieldContext context, PluginInstallInput input)
    {
        var spacelift = Caller.Of(context).Authorized("pluginInstall");
        var template = spacelift.PluginTemplates.FirstOrDefault(template => template.Id == input.PluginTemplateID)
            ?? throw new ExecutionError("plugin template not found");
        if (!spacelift.Spaces.Contains(input.Space)) throw new ExecutionError("space not found");
        if (spacelift.Plugins.Any(plugin => plugin.Name == input.Name)) throw new ExecutionError("plugin name is already taken");

        var parameters = (input.Parameters ?? []).ToDictionary(parameter => parameter.Id, parameter => parameter.Value);
        if (TemplateManifest.Read(template.Manifest).Refuse(parameters) is { } refusal) throw new ExecutionError(refusal);

        var plugin = new FakePlugin
        {
            Id = spacelift.NextId(),
            Name = input.Name,
            Template = template,
            StackLabel = input.LabelIdentifier,
            SpaceId = input.Space,
            Labels = input.Labels ?? [],
            Parameters = parameters,
            CreatedAt = spacelift.Now,
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

    public ConfigElementType StackConfigAdd(IResolveFieldContext context, string stack, ConfigInput config) =>
        Environments.Set(Environments.OfStack(Caller.Of(context).Authorized("stackConfigAdd"), stack), config);

    public ConfigElementType? StackConfigDelete(IResolveFieldContext context, string stack, string id) =>
        Environments.Remove(Environments.OfStack(Caller.Of(context).Authorized("stackConfigDelete"), stack), id);

    // The engine passes arguments by name, and 'context' is one of the field's own.
    public ConfigElementType ContextConfigAdd(IResolveFieldContext resolving) =>
        Environments.Set(
            Environments.OfContext(Caller.Of(resolving).Authorized("contextConfigAdd"), resolving.GetArgument<string>("context")),
            resolving.GetArgument<ConfigInput>("config"));

    public ConfigElementType? ContextConfigDelete(IResolveFieldContext resolving) =>
        Environments.Remove(
            Environments.OfContext(Caller.Of(resolving).Authorized("contextConfigDelete"), resolving.GetArgument<string>("context")),
            resolving.GetArgument<string>("id"));

    static UserTokenType? Token((string Token, DateTimeOffset Until)? given) =>
        given is var (token, until) ? new UserTokenType(token, until.ToUnixTimeSeconds()) : null;
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
