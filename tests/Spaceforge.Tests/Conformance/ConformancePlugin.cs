using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spaceforge.Hooks;

namespace Spaceforge.Tests.Conformance;

/// <summary>Builds the plugin of a case through the public API; its class, with the case's name and hooks, is made at run time.</summary>
public abstract class ConformancePlugin : SpaceforgePlugin
{
    JsonObject _definition = [];
    HashSet<string> _properties = [];

    public override string Name => Text(_definition, "plugin_name")!;
    public override string Version => Text(_definition, "version")!;
    public override string Author => Text(_definition, "author")!;
    public override string? Description => Text(_definition, "doc");
    public override IReadOnlyList<string> Labels => Texts(_definition["labels"]);
    public override IReadOnlyList<Parameter> Parameters =>
        [.. Items(_definition, "parameters").Where(node => !_properties.Contains(Text(node, "name")!)).Select(ToParameter)];
    public override IReadOnlyList<Context> Contexts => [.. Items(_definition, "contexts").Select(ToContext)];
    public override IReadOnlyList<Binary> Binaries => [.. Items(_definition, "binaries").Select(ToBinary)];
    public override IReadOnlyList<Policy> Policies => [.. Items(_definition, "policies").Select(ToPolicy)];
    public override IReadOnlyList<Webhook> Webhooks => [.. Items(_definition, "webhooks").Select(ToWebhook)];

    public static SpaceforgePlugin Create(JsonObject definition) => Create(definition, []);

    /// <summary>Makes the plugin of a case with some parameters as properties of its class.</summary>
    internal static SpaceforgePlugin Create(JsonObject definition, IReadOnlyList<ConformanceProperty> properties)
    {
        var type = MakeType(Text(definition, "class_name")!, Texts(definition["hooks"]), properties);
        var plugin = (ConformancePlugin)Activator.CreateInstance(type)!;
        plugin._definition = definition;
        plugin._properties = properties.Select(property => property.Parameter.Name).ToHashSet();
        return plugin;
    }

    internal static Type MakeType(string name, IReadOnlyList<string> hooks, IReadOnlyList<ConformanceProperty> properties)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Cases"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Cases");
        var type = module.DefineType(name, TypeAttributes.Public, typeof(ConformancePlugin));
        foreach (var hook in hooks)
        {
            var method = type.DefineMethod(
                HookNames.MethodOf(HookNames.Parse(hook)!.Value),
                MethodAttributes.Family | MethodAttributes.Virtual | MethodAttributes.HideBySig,
                typeof(Task),
                [typeof(CancellationToken)]);
            var code = method.GetILGenerator();
            code.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
            code.Emit(OpCodes.Ret);
        }

        ConformanceProperty.DefineAll(type, properties);
        return type.CreateType();
    }

    internal static Parameter ToParameter(JsonObject node) => new(Text(node, "name")!)
    {
        Id = Text(node, "id"),
        Description = Text(node, "description") ?? "",
        Type = Text(node, "type") is { } type ? Enum.Parse<ParameterType>(type, ignoreCase: true) : ParameterType.String,
        Required = Flag(node, "required"),
        Sensitive = Flag(node, "sensitive"),
        Default = node["default"] is JsonValue value ? ToValue(value) : (ParameterValue?)null,
    };

    static ParameterValue ToValue(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number when value.TryGetValue(out long number) => number,
        JsonValueKind.Number => value.GetValue<double>(),
        _ => value.GetValue<bool>(),
    };

    static Context ToContext(JsonObject node) => new(Text(node, "name_prefix")!)
    {
        Description = Text(node, "description") ?? "",
        Priority = node["priority"]?.GetValue<int>() ?? 0,
        ExactName = Flag(node, "exact_name"),
        Env =
        [
            .. Items(node, "env").Select(variable => new Variable(Text(variable, "key")!, Text(variable, "value"))
            {
                ValueFromParameter = Reference(variable, "value_from_parameter"),
                Sensitive = Flag(variable, "sensitive"),
            }),
        ],
        Hooks = new HookCommands((node["hooks"] as JsonObject ?? []).ToDictionary(phase => phase.Key, phase => Texts(phase.Value))),
        MountedFiles =
        [
            .. Items(node, "mounted_files").Select(file =>
                new MountedFile(Text(file, "path")!, Content(Text(file, "content")!)) { Sensitive = Flag(file, "sensitive") }),
        ],
        Labels = Texts(node["labels"]),
    };

    static string Content(string text) => text == "<2000001 bytes of x>" ? new string('x', 2_000_001) : text;

    static Binary ToBinary(JsonObject node) => new(
        Text(node, "name")!,
        node["download_urls"]!.AsObject().ToDictionary(url => url.Key, url => new Download(url.Value!.GetValue<string>())));

    static Policy ToPolicy(JsonObject node) => new(Text(node, "name_prefix")!, new PolicyType(Text(node, "type")!), Text(node, "body")!)
    {
        EngineType = Text(node, "engine_type") is { } engine ? new PolicyEngineType(engine) : null,
        Labels = Texts(node["labels"]),
    };

    static Webhook ToWebhook(JsonObject node) => new(Text(node, "name_prefix")!, Text(node, "endpoint")!)
    {
        SecretFromParameter = Reference(node, "secret_from_parameter"),
        Labels = Texts(node["labels"]),
    };

    static ParameterReference? Reference(JsonObject node, string key) =>
        Text(node, key) is { } reference ? reference : (ParameterReference?)null;

    static IEnumerable<JsonObject> Items(JsonObject node, string key) => (node[key] as JsonArray ?? []).Select(item => item!.AsObject());

    static IReadOnlyList<string> Texts(JsonNode? node) => [.. (node as JsonArray ?? []).Select(item => item!.GetValue<string>())];

    static string? Text(JsonObject node, string key) => node[key]?.GetValue<string>();

    static bool Flag(JsonObject node, string key) => node[key]?.GetValue<bool>() == true;
}
