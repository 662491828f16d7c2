using System.Text.RegularExpressions;
using Spaceforge.Cli.Manifests;
using Spaceforge.Files;
using Spaceforge.Shared.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.RuntimeConfiguration;

/// <summary>The runtime configuration of a repository, <c>.spacelift/config.yml</c>.</summary>
sealed partial class RuntimeConfigFile
{
    public const string Path = ".spacelift/config.yml";

    /// <summary>A stack with this label ignores the file.</summary>
    public const string IgnoringLabel = "feature:ignore_runtime_config";

    /// <summary>The maximum size in bytes.</summary>
    public const int Largest = 1_000_000;

    const string OtherEnding = ".spacelift/config.yaml";

    static readonly string[] Keys = ["version", "stack_defaults", "stacks", "module_version", "test_defaults", "tests"];

    readonly Dictionary<string, SettingsBlock> _stacks = new(StringComparer.Ordinal);
    readonly List<(string? Id, string Name, SettingsBlock Block)> _tests = [];

    /// <summary>1 or 2: whether the stack's settings come before its defaults or after them.</summary>
    public int Version { get; private set; } = 1;

    public SettingsBlock? StackDefaults { get; private set; }

    /// <summary>By the stack's slug.</summary>
    public IReadOnlyDictionary<string, SettingsBlock> Stacks => _stacks;

    public SettingsBlock? TestDefaults { get; private set; }

    /// <summary>The names of the module's test cases.</summary>
    public IEnumerable<string> Tests => _tests.Select(test => test.Name);

    public IReadOnlyList<ConfigProblem> Problems { get; private set; } = [];

    /// <summary>Reads the file of a repository.</summary>
    /// <param name="repository">The repository's root.</param>
    /// <param name="projectRoot">The stack's project root in it.</param>
    /// <param name="warn">Takes what is wrong about the file's place.</param>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="UsageException">It is not a regular file, or too large.</exception>
    public static RuntimeConfigFile? Read(string repository, string projectRoot, Action<string> warn)
    {
        using var root = ForeignFolder.Open(repository);
        if (Text(root, OtherEnding) is not null)
        {
            warn($"{OtherEnding} is not read: Spacelift reads {Path} only.");
        }

        if (projectRoot.Length > 0 && Text(root, $"{projectRoot}/{Path}") is not null)
        {
            warn($"{projectRoot}/{Path} is not read: Spacelift reads the one in the repository's root only.");
        }

        return Text(root, Path) is { } text ? Parse(text, Path) : null;
    }

    /// <param name="yaml">The text.</param>
    /// <param name="shown">The file's path, for messages.</param>
    public static RuntimeConfigFile Parse(string yaml, string shown)
    {
        var problems = new ConfigProblems(shown);
        var file = new RuntimeConfigFile();
        if (Load(yaml, problems) is { } root && !Settings.IsNull(root)) file.Read(root, problems);
        file.Problems = problems.All;
        return file;
    }

    /// <summary>Reads the configuration of a single run, which is one settings block.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="shown">The file's path, for messages.</param>
    public static (SettingsBlock Block, IReadOnlyList<ConfigProblem> Problems) ParseBlock(string yaml, string shown)
    {
        var problems = new ConfigProblems(shown);
        var block = new SettingsBlock(shown);
        if (Load(yaml, problems) is { } root && !Settings.IsNull(root))
        {
            if (root is YamlMappingNode mapping
                && YamlValue.Nodes(mapping).FirstOrDefault(entry => Keys.Contains(entry.Key)) is { Key: { } key, Node: { } at })
            {
                problems.Error(
                    at, $"'{key}' is a key of {Path}; the configuration of a single run is one settings block, such as 'stack_defaults' there.");
            }
            else
            {
                block = new Settings(problems, isStrict: true).Read(root, shown);
            }
        }

        return (block, problems.All);
    }

    /// <summary>The test case with an id or a name, or null.</summary>
    public SettingsBlock? Test(string name) => _tests.FirstOrDefault(test => test.Id == name || test.Name == name).Block;

    static string? Text(ForeignFolder root, string path)
    {
        try
        {
            return root.ReadText(path, Largest);
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (IOException e)
        {
            throw new UsageException($"{path}: {e.Message}", e);
        }
    }

    static YamlNode? Load(string yaml, ConfigProblems problems)
    {
        // A file with nothing but comments has no document.
        if (yaml.Split('\n').All(line => line.Trim() is "" or "---" or ['#', ..])) return null;

        return YamlFile.Load(yaml, (place, _, message) => problems.Error(place, message));
    }

    void Read(YamlNode root, ConfigProblems problems)
    {
        var settings = new Settings(problems, isStrict: false);
        if (settings.Entries(root, Path) is not { } entries) return;

        foreach (var (key, (at, _)) in entries.Where(entry => !Keys.Contains(entry.Key)))
        {
            // Other keys often hold anchors.
            if (Nearest.To(key, Keys) is { } meant) problems.Warning(at, $"Unknown key '{key}'. Did you mean '{meant}'?");
            else if (!key.StartsWith('.') && !key.StartsWith("x-", StringComparison.Ordinal)) problems.Warning(at, $"Unknown key '{key}'.");
        }

        YamlNode? Value(string key) => entries.TryGetValue(key, out var entry) && !Settings.IsNull(entry.Value) ? entry.Value : null;
        ReadVersion(Value("version"), Value("stack_defaults"), settings, problems);
        if (Value("stack_defaults") is { } defaults) StackDefaults = settings.Read(defaults, "stack_defaults");
        if (Value("stacks") is { } stacks)
        {
            foreach (var (slug, (_, block)) in settings.Entries(stacks, "stacks") ?? [])
            {
                _stacks[slug] = Settings.IsNull(block) ? new SettingsBlock($"stacks.{slug}") : settings.Read(block, $"stacks.{slug}");
            }
        }

        if (Value("module_version") is { } version && settings.Text(version, "module_version") is { } number
            && !ModuleVersion().IsMatch(number))
        {
            problems.Error(version, $"'module_version' must be three numbers such as 1.2.3; '{number}' is not.");
        }

        if (Value("test_defaults") is { } testDefaults) TestDefaults = settings.Read(testDefaults, "test_defaults");
        if (Value("tests") is { } tests) ReadTests(tests, settings, problems);
    }

    void ReadVersion(YamlNode? node, YamlNode? defaults, Settings settings, ConfigProblems problems)
    {
        if (node is YamlScalarNode { Value: "1" or "2" } scalar)
        {
            Version = scalar.Value == "2" ? 2 : 1;
        }
        else if (node is not null)
        {
            problems.Warning(node, "'version' must be 1 or 2; here it counts as 1.");
        }
        else if (defaults is not null)
        {
            problems.Warning(
                defaults,
                "'version' is missing, so it is 1: settings of the stack come before 'stack_defaults'. With 'version: 2' the file comes first.");
        }
    }

    void ReadTests(YamlNode node, Settings settings, ConfigProblems problems)
    {
        if (node is not YamlSequenceNode list)
        {
            problems.Error(node, $"'tests' must be a list of test cases, not {YamlValue.Describe(node)}.");
            return;
        }

        var needs = new List<(YamlNode At, string Id)>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Children.Count; i++)
        {
            var origin = $"tests[{i}]";
            if (settings.Entries(list.Children[i], origin) is not { } entries) continue;

            string? Text(string key) =>
                entries.TryGetValue(key, out var entry) && !Settings.IsNull(entry.Value) ? settings.Text(entry.Value, key) : null;
            var name = Text("name");
            if (name is null) problems.Error(list.Children[i], "A test case needs a 'name'.");
            var id = Text("id");
            if (id is not null && !ids.Add(id))
            {
                problems.Error(entries["id"].Value, $"Another test case has the id '{id}'.");
            }
            if (entries.TryGetValue("negative", out var negative)
                && negative.Value is not YamlScalarNode { Value: "true" or "false" or null or "" })
            {
                problems.Error(negative.Value, $"'negative' must be true or false, not {YamlValue.Describe(negative.Value)}.");
            }

            if (entries.TryGetValue("depends_on", out var dependencies) && !Settings.IsNull(dependencies.Value))
            {
                if (dependencies.Value is YamlSequenceNode others) needs.AddRange(
                    others.Select(need => (need, (need as YamlScalarNode)?.Value ?? "")));
                else problems.Error(
                    dependencies.Value, $"'depends_on' must be a list of ids, not {YamlValue.Describe(dependencies.Value)}.");
            }

            var block = settings.Read(list.Children[i], origin, "name", "negative", "id", "depends_on");
            _tests.Add((id, name ?? origin, block));
        }

        foreach (var (at, id) in needs.Where(need => !ids.Contains(need.Id)))
        {
            problems.Error(at, $"No test case has the id '{id}'.");
        }
    }

    [GeneratedRegex(@"\A(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\z")]
    private static partial Regex ModuleVersion();
}
