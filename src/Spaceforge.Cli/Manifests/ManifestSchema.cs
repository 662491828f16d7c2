using Spaceforge.Hooks;
using static Spaceforge.Cli.Manifests.ManifestShape;

namespace Spaceforge.Cli.Manifests;

/// <summary>The structure of plugin manifests.</summary>
static class ManifestSchema
{
    public const string Title = "Spacelift plugin manifest";

    /// <summary>A list of strings; a separate definition in the schema.</summary>
    public static readonly Items Labels = new(new Text());

    static readonly Text Name = new(NotEmpty: true);

    static readonly Parts Parameter = new("parameter", "A parameter",
    [
        new("name", Name, Required: true),
        new("description", new Text(), Required: true),
        new("type", new Choice(["string", "number", "boolean"], RuleSaysSo: false)),
        new("sensitive", new Flag()),
        new("required", new Flag()),
        new("default", new Scalar()),
        new("id", Name),
    ]);

    static readonly Parts Variable = new("variable", "A variable",
    [
        new("key", Name, Required: true),
        new("value", new Text()),
        new("value_from_parameter", Name),
        new("sensitive", new Flag(), Required: true),
    ],
    "value", "value_from_parameter");

    static readonly Parts MountedFile = new("mountedFile", "A mounted file",
    [
        new("path", Name, Required: true),
        new("content", new Text(), Required: true),
        new("sensitive", new Flag(), Required: true),
    ]);

    static readonly Keyed Hooks = new("hooks", HookNames.All, new Items(new Text()));

    static readonly Parts Context = new("context", "A context",
    [
        new("name_prefix", Name, Required: true),
        new("description", new Text(), Required: true),
        new("env", new Items(Variable)),
        new("mounted_files", new Items(MountedFile)),
        new("hooks", Hooks),
        new("labels", Labels),
    ]);

    static readonly Parts Webhook = new("webhook", "A webhook",
    [
        new("name_prefix", Name, Required: true),
        new("endpoint", Name, Required: true),
        new("secretFromParameter", Name),
        new("labels", Labels),
    ]);

    static readonly Parts Policy = new("policy", "A policy",
    [
        new("name_prefix", Name, Required: true),
        new("type", new Choice([.. PolicyType.All.Select(type => type.Name)]), Required: true),
        new("body", Name, Required: true),
        new("engine_type", new Choice([.. PolicyEngineType.All.Select(type => type.Name)])),
        new("labels", Labels),
    ]);

    public static readonly Parts Manifest = new(null, "A manifest",
    [
        new("name", Name, Required: true),
        new("version", Name, Required: true),
        new("description", new Text(), Required: true),
        new("author", new Text(), Required: true),
        new("labels", Labels),
        new("parameters", new Items(Parameter)),
        new("contexts", new Items(Context)),
        new("webhooks", new Items(Webhook)),
        new("policies", new Items(Policy)),
    ]);
}
