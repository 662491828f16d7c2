using System.Globalization;
using Spaceforge.Hooks;
using Spaceforge.Manifests;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>Reads manifests, those of the Python SDK too, and collects everything that is wrong with them.</summary>
sealed class ManifestReader
{
    readonly string _file;
    readonly Dictionary<object, Place> _places = new(ReferenceEqualityComparer.Instance);
    readonly List<ManifestProblem> _problems = [];

    ManifestReader(string file) => _file = file;

    /// <param name="yaml">The manifest's text.</param>
    /// <param name="file">What the user calls it.</param>
    public static ManifestFile Read(string yaml, string file)
    {
        var reader = new ManifestReader(file);
        return new ManifestFile(file, reader.Manifest(reader.Load(yaml)), reader._places, reader._problems);
    }

    YamlNode Load(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is [var document]) return document.RootNode;

            Report(new Place(1, 1), isError: true, $"A manifest is one YAML document, and there are {stream.Documents.Count}.");
        }
        catch (YamlException e)
        {
            Report(new Place(e.Start.Line, e.Start.Column), isError: true, $"This is no YAML: {e.Message}");
        }

        return new YamlMappingNode();
    }

    PluginManifest Manifest(YamlNode root)
    {
        var readable = _problems.Count == 0;
        var map = new YamlMapping(root, "A manifest", (node, isError, message) =>
        {
            if (readable) Report(node, isError, message);
        });
        map.Allow("name", "version", "description", "author", "labels", "parameters", "contexts", "webhooks", "policies");
        return new PluginManifest
        {
            Name = map.Required("name"),
            Version = map.Required("version"),
            Description = map.Required("description"),
            Author = map.Required("author"),
            Labels = map.Texts("labels"),
            Parameters = [.. map.Items("parameters").Select(node => Parameter(node))],
            Contexts = [.. map.Items("contexts").Select(Context)],
            Webhooks = [.. map.Items("webhooks").Select(Webhook)],
            Policies = [.. map.Items("policies").Select(Policy)],
        };
    }

    ManifestParameter Parameter(YamlNode node)
    {
        var map = Map(node, "A parameter");
        map.Allow("name", "description", "type", "sensitive", "required", "default", "id");
        var type = map.Text("type") switch
        {
            null or "string" => ParameterType.String,
            "number" => ParameterType.Number,
            "boolean" => ParameterType.Boolean,
            var other => Wrong(node, $"The type '{other}' is unknown; there are string, number, boolean.", ParameterType.String),
        };
        var name = map.Required("name");
        return Mark(node, new ManifestParameter(
            name, map.Text("description") ?? "", type, map.Flag("sensitive"), map.Flag("required"),
            map.Get("default") is { } value ? Default(value, map.Text("default")) : null,
            // The Python SDK gives a random id to what has none; nothing but its name can refer to it.
            map.Text("id") ?? name));
    }

    static ParameterValue? Default(YamlNode node, string? text) => text is null ? null : YamlMapping.TypeOf(node) switch
    {
        ParameterType.Boolean => text == "true",
        ParameterType.Number when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => text,
    };

    ManifestContext Context(YamlNode node)
    {
        var map = Map(node, "A context");
        map.Allow("name_prefix", "description", "env", "mounted_files", "hooks", "labels", "priority");
        return Mark(node, new ManifestContext(
            map.Required("name_prefix"),
            map.Text("description") ?? "",
            [.. map.Items("env").Select(Variable)],
            [.. map.Items("mounted_files").Select(MountedFile)],
            map.Get("hooks") is { } hooks ? Hooks(hooks) : [],
            map.Texts("labels")));
    }

    ManifestVariable Variable(YamlNode node)
    {
        var map = Map(node, "A variable");
        map.Allow("key", "value", "value_from_parameter", "sensitive");
        var variable = Mark(node, new ManifestVariable(map.Required("key"), map.Text("value"), map.Text("value_from_parameter"), map.Flag("sensitive")));
        if (variable.Value is null == variable.ValueFromParameter is null)
        {
            Report(node, isError: true, $"The variable '{variable.Key}' needs 'value' or 'value_from_parameter', one of them.");
        }

        return variable;
    }

    MountedFile MountedFile(YamlNode node)
    {
        var map = Map(node, "A mounted file");
        map.Allow("path", "content", "sensitive");
        return Mark(node, new MountedFile(map.Required("path"), map.Text("content") ?? "") { Sensitive = map.Flag("sensitive") });
    }

    PhaseCommands[] Hooks(YamlNode node)
    {
        var map = Map(node, "'hooks'");
        map.Allow([.. HookNames.All]);
        return [.. map.Entries.Where(entry => HookNames.All.Contains(entry.Key)).Select(entry => Mark(entry.Value, new PhaseCommands(entry.Key, map.Texts(entry.Key))))];
    }

    ManifestWebhook Webhook(YamlNode node)
    {
        var map = Map(node, "A webhook");
        map.Allow("name_prefix", "endpoint", "secretFromParameter", "labels");
        return Mark(node, new ManifestWebhook(map.Required("name_prefix"), map.Required("endpoint"), map.Text("secretFromParameter"), map.Texts("labels")));
    }

    Policy Policy(YamlNode node)
    {
        var map = Map(node, "A policy");
        map.Allow("name_prefix", "type", "body", "labels", "engine_type");
        return Mark(node, new Policy(map.Required("name_prefix"), new PolicyType(map.Required("type")), map.Required("body"))
        {
            EngineType = map.Text("engine_type") is { } engine ? new PolicyEngineType(engine) : null,
            Labels = map.Texts("labels"),
        });
    }

    YamlMapping Map(YamlNode node, string what) => new(node, what, Report);

    T Mark<T>(YamlNode node, T part)
        where T : notnull
    {
        _places[part] = PlaceOf(node);
        return part;
    }

    T Wrong<T>(YamlNode node, string message, T instead)
    {
        Report(node, isError: true, message);
        return instead;
    }

    void Report(YamlNode node, bool isError, string message) => Report(PlaceOf(node), isError, message);

    void Report(Place place, bool isError, string message) => _problems.Add(new ManifestProblem(_file, place, isError, message));

    static Place PlaceOf(YamlNode node) => new(node.Start.Line, node.Start.Column);
}
