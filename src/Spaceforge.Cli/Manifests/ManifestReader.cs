using System.Globalization;
using Spaceforge.Hooks;
using Spaceforge.Manifests;
using Spaceforge.Validation;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>Reads manifests, including those of the Python SDK, and collects everything that is wrong with their structure.</summary>
sealed class ManifestReader
{
    readonly string _file;
    readonly Dictionary<object, Place> _places = new(ReferenceEqualityComparer.Instance);
    readonly List<ManifestProblem> _problems = [];

    ManifestReader(string file) => _file = file;

    /// <param name="yaml">The manifest's text.</param>
    /// <param name="file">Its name as the user gave it.</param>
    public static ManifestFile Read(string yaml, string file)
    {
        var reader = new ManifestReader(file);
        var tree = YamlFile.Load(yaml, reader.Report);
        if (tree is not null)
        {
            new ShapeCheck((node, rule, message) => reader.Report(Place.Of(node), rule, message))
                .Run(tree, ManifestSchema.Manifest, "a manifest");
        }
        var manifest = reader.Manifest(new YamlParts(tree));
        return new ManifestFile(file, yaml, manifest, tree, reader._places,
            [.. reader._problems.OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column)]);
    }

    /// <summary>A file that cannot be read as text.</summary>
    public static ManifestFile Unreadable(string file, Place place, Rule rule, string message) =>
        WithoutContents(file, [new ManifestProblem(file, place, rule, message)]);

    /// <summary>What is wrong with a file, without the file: the trees of a whole catalog would fill the memory.</summary>
    public static ManifestFile WithoutContents(string file, IReadOnlyList<ManifestProblem> problems) =>
        new(file, "", new ManifestReader(file).Manifest(default), Tree: null, new Dictionary<object, Place>(), problems);

    PluginManifest Manifest(YamlParts map) => new()
    {
        Name = map.Text("name") ?? "manifest",
        Version = map.Text("version") ?? "0",
        Description = map.Text("description") ?? "",
        Author = map.Text("author") ?? "",
        Labels = map.Texts("labels"),
        Parameters = [.. map.Items("parameters").Select((part, i) => Parameter(part, i))],
        Contexts = [.. map.Items("contexts").Select(Context)],
        Webhooks = [.. map.Items("webhooks").Select(Webhook)],
        Policies = [.. map.Items("policies").Select(Policy)],
    };

    ManifestParameter Parameter(YamlParts map, int position)
    {
        var name = map.Text("name") ?? $"parameter {position}";
        return Mark(map, new ManifestParameter(
            name,
            map.Text("description") ?? "",
            map.Text("type") switch { "number" => ParameterType.Number, "boolean" => ParameterType.Boolean, _ => ParameterType.String },
            map.Flag("sensitive"),
            map.Flag("required"),
            Default(map.Get("default") as YamlScalarNode),
            // The Python SDK generates a random id for a parameter without one, so references use the name.
            map.Text("id") ?? name));
    }

    static ParameterValue? Default(YamlScalarNode? scalar) => scalar is null ? null : YamlValue.KindOf(scalar) switch
    {
        YamlKind.Null => null,
        YamlKind.Boolean => YamlValue.IsTrue(scalar),
        YamlKind.Number when double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            Exact(scalar.Value!, number) is { } exact ? exact : number,
        _ => scalar.Value ?? "",
    };

    /// <summary>The number with all its digits; null if a decimal would round it, which may make it 0.</summary>
    static decimal? Exact(string text, double number) =>
        !text.AsSpan().ContainsAny('e', 'E')
        && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
        && BitConverter.DoubleToInt64Bits(double.Parse(exact.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
            == BitConverter.DoubleToInt64Bits(number)
            ? exact
            : null;

    ManifestContext Context(YamlParts map) => Mark(map, new ManifestContext(
        map.Text("name_prefix") ?? "context",
        map.Text("description") ?? "",
        [.. map.Items("env").Select(Variable)],
        [.. map.Items("mounted_files").Select(MountedFile)],
        Hooks(map.Part("hooks")),
        map.Texts("labels")));

    ManifestVariable Variable(YamlParts map, int position)
    {
        // A value that is not a string has already been reported.
        var (value, parameter) = (map.Text("value"), map.Text("value_from_parameter"));
        return Mark(map, new ManifestVariable(
            map.Text("key") ?? $"variable_{position}",
            value ?? (parameter is null && map.Get("value") is not null ? "" : null),
            parameter,
            map.Flag("sensitive")));
    }

    MountedFile MountedFile(YamlParts map, int position) =>
        Mark(map, new MountedFile(map.Text("path") ?? $"file-{position}", map.Text("content") ?? "") { Sensitive = map.Flag("sensitive") });

    PhaseCommands[] Hooks(YamlParts map) =>
        [.. map.Keys.Where(HookNames.All.Contains).Select(phase => Mark(map.Get(phase)!, new PhaseCommands(phase, map.Texts(phase))))];

    ManifestWebhook Webhook(YamlParts map) => Mark(map, new ManifestWebhook(
        map.Text("name_prefix") ?? "webhook", map.Text("endpoint")
            ?? "https://example.com", map.Text("secretFromParameter"), map.Texts("labels")));

    Policy Policy(YamlParts map) => Mark(map, new Policy(
        map.Text("name_prefix") ?? "policy", map.Text("type") is { } type ? new PolicyType(type) : PolicyType.Plan, map.Text("body")
            ?? "package spacelift")
    {
        EngineType = map.Text("engine_type") is { } engine ? new PolicyEngineType(engine) : null,
        Labels = map.Texts("labels"),
    });

    T Mark<T>(YamlParts map, T part)
        where T : notnull => Mark(map.Node, part);

    T Mark<T>(YamlNode? node, T part)
        where T : notnull
    {
        if (node is not null) _places[part] = Place.Of(node);
        return part;
    }

    void Report(Place place, Rule rule, string message) => _problems.Add(new ManifestProblem(_file, place, rule, message));
}
