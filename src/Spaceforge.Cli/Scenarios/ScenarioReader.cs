using System.Globalization;
using System.Text.Json.Nodes;
using Spaceforge.Cli.Manifests;
using Spaceforge.Files;
using Spaceforge.Shared.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Scenarios;

/// <summary>Reads scenarios, which may come from an untrusted repository.</summary>
static class ScenarioReader
{
    const int Largest = 1_000_000;
    const int MostFiles = 2_000;
    const int MostProblems = 200;

    static readonly string[] Keys = ["description", "plugin", "skip", "run", "expect", "snapshot"];

    /// <summary>The keys of 'run' and the types of their values.</summary>
    static readonly Dictionary<string, string> RunKeys = new(StringComparer.Ordinal)
    {
        ["type"] = "text",
        ["source"] = "text",
        ["files"] = "texts by name",
        ["project_root"] = "text",
        ["stack"] = "text",
        ["parameters"] = "values by name",
        ["environment"] = "values by name",
        ["labels"] = "list",
        ["plan"] = "text or object",
        ["api"] = "text or object",
        ["phases"] = "texts by name",
        ["commands"] = "texts by name",
        ["policies"] = "list",
        ["autodeploy"] = "boolean",
        ["approvals"] = "number",
        ["rejections"] = "number",
        ["sanitize"] = "text",
        ["final_state"] = "text",
        ["pauses"] = "boolean",
    };

    /// <summary>The keys of 'expect' and the types of their values.</summary>
    static readonly Dictionary<string, string> ExpectKeys = new(StringComparer.Ordinal)
    {
        ["state"] = "text",
        ["cause"] = "list",
        ["exit_code"] = "number",
        ["exit_codes"] = "values by name",
        ["phases"] = "values by name",
        ["log"] = "list",
        ["warnings"] = "list",
        ["outputs"] = "values by name",
        ["policy_inputs"] = "values by name",
        ["decisions"] = "values by name",
        ["sent"] = "list",
        ["files"] = "values by name",
        ["api_calls"] = "list",
    };

    static readonly string[] Phases = ["init", "plan", "apply", "perform", "destroy"];

    /// <summary>Values that only one of these can be; of phases to run, the names.</summary>
    static readonly Dictionary<string, string[]> Choices = new(StringComparer.Ordinal)
    {
        ["run.type"] = ["proposed", "tracked", "task", "destroy", "testing"],
        ["run.sanitize"] = ["all", "smart", "none"],
        ["run.final_state"] = ["FINISHED", "FAILED", "STOPPED", "DISCARDED"],
        ["expect.state"] = ["FINISHED", "FAILED", "STOPPED", "DISCARDED", "QUEUED", "UNCONFIRMED", "PENDING_REVIEW"],
    };

    /// <summary>The scenarios of folders and files.</summary>
    /// <exception cref="UsageException">There are none, or one is not valid.</exception>
    public static IReadOnlyList<Scenario> Read(string path)
    {
        if (File.Exists(path)) return [Read(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path), path)];
        if (!Directory.Exists(path)) throw new UsageException($"'{path}' does not exist.");

        // A plugin's folder has them in scenarios.
        var below = Path.GetFileName(Path.GetFullPath(path)) == "scenarios" ? path
            : path == "." ? "scenarios" : Path.Combine(path, "scenarios");
        if (!Directory.Exists(below)) throw new UsageException($"'{path}' has no folder 'scenarios'.");
        try
        {
            // Reading from another folder is harmless, but --update writes.
            _ = RepositoryLinks.Target(below);
        }
        catch (IOException e)
        {
            throw new UsageException($"'{below}' cannot be used: {e.Message}");
        }

        using var folder = ForeignFolder.Open(below);
        var names = folder.List().Where(entry => entry.Kind == ForeignKind.File && Path.GetExtension(entry.Path) is ".yaml" or ".yml")
            .Select(entry => entry.Path).ToArray();
        if (names.Length == 0) throw new UsageException($"'{below}' has no scenarios: files that end in .yaml.");
        if (names.Length > MostFiles) throw new UsageException($"'{below}' has more than {MostFiles} scenarios.");
        var (scenarios, problems) = (new List<Scenario>(), new List<string>());
        foreach (var name in names)
        {
            try
            {
                scenarios.Add(Read(below, name, Path.Combine(below, name)));
            }
            catch (UsageException e)
            {
                problems.Add(e.Message);
            }
        }

        return problems.Count == 0 ? scenarios : throw new UsageException(string.Join('\n', problems));
    }

    static Scenario Read(string folder, string name, string shown)
    {
        string text;
        try
        {
            using var door = ForeignFolder.Open(folder);
            text = door.ReadText(name, Largest);
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message);
        }

        var problems = new List<string>();
        var root = YamlFile.Load(text, (place, _, message) => problems.Add(Problem(shown, place, message)));
        if (problems.Count > 0) throw new UsageException(string.Join('\n', problems));
        if (root is not YamlMappingNode mapping)
        {
            throw new UsageException(Problem(
                shown, root is null ? new Place(1, 1)
                    : Place.Of(root), $"a scenario is a mapping with the keys {string.Join(", ", Keys)}."));
        }

        Check(mapping, Keys, shown, problems);
        var run = Part(mapping, "run", RunKeys, shown, problems);
        var expect = Part(mapping, "expect", ExpectKeys, shown, problems);
        if (YamlValue.Get(mapping, "snapshot") is { } mark && mark is not YamlScalarNode { Value: "true" or "false" })
        {
            problems.Add(Problem(shown, Place.Of(mark), "'snapshot' must be true or false."));
        }

        var snapshot = YamlValue.Get(mapping, "snapshot") is YamlScalarNode { Value: "true" };
        if (expect is not null && Empty(expect) is { } empty)
        {
            problems.Add(Problem(shown, Place.Of(empty.Node), $"'{empty.Name}' is empty, so it passes whatever happens; remove it."));
        }

        foreach (var part in (YamlNode?[])[run, expect]) if (part is not null) CheckKeys(part, shown, problems);
        if (expect is null && !snapshot)
        {
            problems.Add(Problem(shown, Place.Of(mapping), "nothing is expected; write 'expect' or 'snapshot: true'."));
        }
        if (problems.Count > 0) throw new UsageException(string.Join('\n', problems));

        return new Scenario(
            shown, Path.GetFileNameWithoutExtension(name),
            run is null ? [] : (JsonObject)ToJson(run)!,
            expect is null ? [] : [.. expect.Children.Select(
                entry => new Expectation(Text(entry.Key), ToJson(entry.Value), Place.Of(entry.Key).Line))])
        {
            Plugins = YamlValue.Get(mapping, "plugin") switch
            {
                null => [],
                YamlSequenceNode list => [.. list.Select(Text)],
                var one => [Text(one)],
            },
            Skip = YamlValue.Get(mapping, "skip") is YamlScalarNode { Value: { } why } && why != "false" ? why : null,
            HasSnapshot = snapshot,
        };
    }

    static YamlMappingNode? Part(
        YamlMappingNode root, string key, Dictionary<string, string> keys, string file, List<string> problems)
    {
        if (YamlValue.Get(root, key) is not { } node) return null;
        if (node is not YamlMappingNode part)
        {
            problems.Add(Problem(file, Place.Of(node), $"'{key}' must be a mapping."));
            return null;
        }

        Check(part, keys.Keys, file, problems);
        foreach (var (name, value) in YamlValue.Entries(part))
        {
            if (keys.TryGetValue(name, out var kind) && !Is(value, kind))
            {
                problems.Add(Problem(file, Place.Of(value), $"'{key}.{name}' must be {Shown(kind)}."));
            }
            else if (Choices.TryGetValue($"{key}.{name}", out var choices))
            {
                CheckChoice(value, $"'{key}.{name}' must be one of", choices, file, problems);
            }
            else if (name is "approvals" or "rejections" && Text(value).StartsWith('-'))
            {
                problems.Add(Problem(file, Place.Of(value), $"'{key}.{name}' must not be negative."));
            }
            else if (name == "phases" && value is YamlMappingNode phases && key == "run")
            {
                foreach (var phase in phases.Children.Keys) CheckChoice(phase, "a phase is one of", Phases, file, problems);
            }
        }

        return part;
    }

    static void CheckChoice(YamlNode value, string rule, string[] choices, string file, List<string> problems)
    {
        if (choices.Contains(Text(value), StringComparer.OrdinalIgnoreCase)) return;
        problems.Add(Problem(file, Place.Of(value), $"'{Text(value)}': {rule} {string.Join(", ", choices)}."));
    }

    static void Check(YamlMappingNode mapping, IEnumerable<string> keys, string file, List<string> problems)
    {
        foreach (var key in mapping.Children.Keys)
        {
            var name = Text(key);
            if (keys.Contains(name)) continue;
            var meant = Nearest.To(name, keys);
            problems.Add(Problem(
                file, Place.Of(key),
                meant is null ? $"unknown key '{name}'; the keys are {string.Join(", ", keys)}."
                    : $"unknown key '{name}'. Did you mean {meant}?"));
        }
    }

    /// <summary>What in 'expect' expects nothing, or null.</summary>
    static (string Name, YamlNode Node)? Empty(YamlMappingNode expect) => expect.Children.Count == 0 ? ("expect", expect)
        : YamlValue.Entries(expect).Where(entry => entry.Value is YamlMappingNode { Children.Count: 0 })
            .Select(entry => ((string, YamlNode)?)($"expect.{entry.Key}", entry.Value)).FirstOrDefault();

    /// <summary>JSON's keys are texts, each of which is there once.</summary>
    static void CheckKeys(YamlNode node, string file, List<string> problems)
    {
        if (node is YamlMappingNode mapping)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var key in mapping.Children.Keys)
            {
                var problem = key is not YamlScalarNode ? $"a key must be a string, not {YamlValue.Describe(key)}."
                    : names.Add(Text(key)) ? null : $"duplicate key '{Text(key)}'.";
                if (problem is not null) problems.Add(Problem(file, Place.Of(key), problem));
                if (problems.Count >= MostProblems) return;
            }
        }

        foreach (var inner in node is YamlMappingNode map ? map.Children.Values : node is YamlSequenceNode list ? list.Children : [])
        {
            CheckKeys(inner, file, problems);
            if (problems.Count >= MostProblems) return;
        }
    }

    static bool Is(YamlNode node, string kind) => kind switch
    {
        "text" => node is YamlScalarNode scalar && YamlValue.KindOf(scalar) == YamlKind.Text,
        "number" => node is YamlScalarNode scalar && YamlValue.KindOf(scalar) == YamlKind.Number,
        "boolean" => node is YamlScalarNode scalar && YamlValue.KindOf(scalar) == YamlKind.Boolean,
        "list" => node is YamlSequenceNode,
        "texts by name" => node is YamlMappingNode texts && texts.Children.Values.All(value => value is YamlScalarNode),
        "text or object" => node is YamlMappingNode || (node is YamlScalarNode scalar && YamlValue.KindOf(scalar) == YamlKind.Text),
        _ => node is YamlMappingNode,
    };

    static string Shown(string kind) => kind switch
    {
        "boolean" => "true or false",
        "text" => "a string",
        "number" => "a number",
        "list" => "a list",
        "text or object" => "a file's path or a mapping",
        _ => "a mapping",
    };

    static string Problem(string file, Place place, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}:{place.Line}:{place.Column}: {message}");

    static string Text(YamlNode node) => node is YamlScalarNode scalar ? scalar.Value ?? "" : "";

    static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(
            mapping.Children.Select(entry => KeyValuePair.Create(Text(entry.Key), ToJson(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        YamlScalarNode scalar => YamlValue.KindOf(scalar) switch
        {
            YamlKind.Null => null,
            YamlKind.Boolean => JsonValue.Create(YamlValue.IsTrue(scalar)),
            YamlKind.Number => Number(scalar.Value!),
            _ => JsonValue.Create(scalar.Value ?? ""),
        },
        _ => null,
    };

    static JsonValue Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
        ? JsonValue.Create(whole)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number) : JsonValue.Create(text);
}
