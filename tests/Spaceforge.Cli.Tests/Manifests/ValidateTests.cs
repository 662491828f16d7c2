using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Tests.Manifests;

/// <summary><c>spaceforge validate</c>.</summary>
public sealed class ValidateTests : IDisposable
{
    const string Broken = """
        name: x
        version: 1.0
        descripton: typo
        author:
        labels: a
        parameters:
          - name: A
            description: b
            type: strng
            requird: true
            id: a
          - name: B
            description: b
            type: number
            sensitive: "yes"
            required: false
            default: text
        contexts:
          - name_prefix: ""
            description: c
            env:
              - key: 1X
                value_from_parameter: A
                sensitive: false
              - key: Y
                value: 271828182845
                sensitive: false
              - key: Z
                sensitive: true
            hooks:
              AfterPlan: [echo]
              before_init: ["a; b", 'x']
            mounted_files:
              - path: /etc/x
        policies:
          - name_prefix: p
            type: PLN
            body: ''
        """;

    /// <summary>A valid manifest with every property.</summary>
    const string Whole = """
        {"name":"x","version":"1","description":"d","author":"a","labels":["l"],
         "parameters":[{"name":"P","description":"d","type":"string","sensitive":true,"required":false,"default":"v","id":"p"}],
         "contexts":[{"name_prefix":"c","description":"d","labels":["l"],
           "env":[{"key":"A","value":"v","sensitive":false},{"key":"B","value_from_parameter":"p","sensitive":true}],
           "mounted_files":[{"path":"tmp/a","content":"b","sensitive":false}],
           "hooks":{"before_init":["true"],"after_run":["true"]}}],
         "webhooks":[{"name_prefix":"w","endpoint":"https://example.com","secretFromParameter":"p","labels":["l"]}],
         "policies":[{"name_prefix":"p","type":"PLAN","body":"package spacelift","engine_type":"REGO_V1","labels":["l"]}]}
        """;

    readonly Tool _tool = new();

    public static TheoryData<string, string> Hostile => new()
    {
        { "a: &a [x,x,x,x]\n" + string.Concat(
            Enumerable.Range(1, 20).Select(
                i => $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + i - 1)}", 9))}]\n")),
                "1:1: error SF1102: Its aliases expand to more than" },
        { "a: &x [*x]\n", "1:1: error SF1102: Its aliases" },
        { "name: a\nname: b\n", "2:1: error SF1103: " },
        { new string('[', 1_000_000), "1:33: error SF1102: Values are nested" },
        { string.Concat(Enumerable.Repeat("? ", 100_000)), "1:65: error SF1102: Values are nested" },
        { string.Concat(Enumerable.Repeat("- a\n", 1_000_000)), "200000:3: error SF1102: There are more than" },
        { new string('x', 100_000_000), "1:1: error SF1102: The file has more than 16000000 bytes" },
        { "name: [a\n", "2:1: error SF1101: Not valid YAML" },
        { "name: a\nversion: \0\n", "2:10: error SF1101: Not valid YAML: it contains the control character U+0000" },
        { "name: a\ncontexts:\n\t- name_prefix: a\n", "3:1: error SF1101: Not valid YAML: there is a tab in the indentation; use spaces." },
        { "name: a\ncontexts:\n  - name_prefix: a\n\tdescription: b\n", "4:1: error SF1101: Not valid YAML: there is a tab" },
        { "contexts:\n  - mounted_files:\n      - content: |\n          \ta\n        path: b\nlabels:\n  - a\n\n \t- c\n",
            "9:2: error SF1101: Not valid YAML: there is a tab" },
        { "name: *nobody\n", "1:7: error SF1101: Not valid YAML: the alias '*nobody' has no anchor before it." },
        { "", "1:1: error SF1101: Not a single YAML document: this file has 0." },
        { "a\n---\nb\n", "1:1: error SF1101: Not a single YAML document: this file has 2." },
        { "- a\n", "1:1: error SF1106: A manifest must be " },
    };

    public static TheoryData<string> Pages => [.. Directory.GetFiles(Repository.PathOf("docs", "diagnostics"), "SF11*.md")
        .Select(page => Path.GetFileNameWithoutExtension(page)).Order(StringComparer.Ordinal)];

    public void Dispose() => _tool.Dispose();

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_example_of_a_page_breaks_its_rule_and_the_fix_does_not(string code)
    {
        var page = await File.ReadAllTextAsync(
            Repository.PathOf("docs", "diagnostics", $"{code}.md"), TestContext.Current.CancellationToken);
        var blocks = page.Split("```yaml\n").Skip(1).Select(block => block.Split("```")[0]).ToArray();
        _tool.Folder.Write("example.yaml", blocks[0]);
        _tool.Folder.Write("mend.yaml", blocks[1]);

        Assert.Contains($": error {code}: ", (await _tool.RunAsync("validate", "example.yaml")).ShouldExit(1).Output,
            StringComparison.Ordinal);
        Assert.Equal("", (await _tool.RunAsync("validate", "mend.yaml")).ShouldExit(0).Output);
    }

    [Fact]
    public async Task Manifests_that_are_right_say_nothing()
    {
        _tool.Folder.Write("whole.yaml", Whole);
        var outcome = (await _tool.RunAsync("validate", "whole.yaml",
            Repository.PathOf("samples", "quickstart", "plugin.yaml"),
            Repository.PathOf("samples", "security-scanner", "plugin.yaml"))).ShouldExit(0);

        Assert.Equal(("", ""), (outcome.Output, outcome.Error));
    }

    [Fact]
    public async Task Everything_is_reported_with_its_location()
    {
        _tool.Folder.Write("plugin.yaml", Broken);
        var outcome = (await _tool.RunAsync("validate")).ShouldExit(1);

        Assert.Equal("""
            plugin.yaml:1:1: error SF1104: A manifest needs 'description'.
            plugin.yaml:2:10: error SF1106: 'version' of a manifest must be a string, not a number; write it in quotes.
            plugin.yaml:3:1: error SF1105: A manifest has no property 'descripton', and Spacelift ignores it. Did you mean 'description'?
            plugin.yaml:4:8: error SF1106: 'author' of a manifest must be a string, not empty; write "" for an empty string.
            plugin.yaml:5:9: error SF1106: 'labels' of a manifest must be a list, not a string.
            plugin.yaml:7:5: error SF0204: It is not required and has no default; give it a default or make it required.
            plugin.yaml:9:11: error SF1106: 'type' of a parameter must be one of string, number, boolean, not 'strng'.
            plugin.yaml:10:5: error SF1105: A parameter has no property 'requird', and Spacelift ignores it. Did you mean 'required'?
            plugin.yaml:12:5: warning SF0207: No variable or webhook uses it, so no hook can read it; use it in a variable of a context.
            plugin.yaml:15:16: error SF1106: 'sensitive' of a parameter must be true or false, not 'yes'.
            plugin.yaml:17:14: error SF0205: The parameter is a number and its default is the string 'text'; write a number without quotes, or make the parameter a string.
            plugin.yaml:19:18: error SF0401: The name is empty; set one, for example my-plugin.
            plugin.yaml:22:14: warning SF0310: Shells only read variables that consist of letters, digits and '_' and do not start with a digit.
            plugin.yaml:23:31: error SF0305: There is no parameter with the id 'A'. Manifests refer to parameters by id; the parameter with that name has the id 'a'.
            plugin.yaml:26:16: error SF1106: 'value' of a variable must be a string, not a number; write it in quotes.
            plugin.yaml:28:9: error SF0303: It has no value; give it a value, or a parameter to take it from.
            plugin.yaml:31:7: error SF0402: Unknown phase 'AfterPlan'. Did you mean after_plan?
            plugin.yaml:32:21: warning SF0404: The command after ';' runs even if the one before it fails; use && or several commands.
            plugin.yaml:34:9: error SF1104: A mounted file needs 'content'.
            plugin.yaml:34:9: error SF1104: A mounted file needs 'sensitive'.
            plugin.yaml:34:15: error SF0501: The path is not a file in the workspace; use one below /mnt/workspace/ without '..', for example tmp/config.json.
            plugin.yaml:37:11: error SF0702: Unknown policy type 'PLN'; use one of PUSH, PLAN, TRIGGER, APPROVAL, NOTIFICATION.
            plugin.yaml:38:11: error SF0703: The body is empty; put the policy's Rego source there.

            """, outcome.Output);
        Assert.Equal("Spacelift would reject plugin.yaml.\n", outcome.Error);
    }

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public async Task A_file_that_is_made_to_exhaust_its_reader_is_refused(string text, string finding)
    {
        _tool.Folder.Write("plugin.yaml", text);
        Assert.Contains(finding, (await _tool.RunAsync("validate", "plugin.yaml")).ShouldExit(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_UTF_8_is_refused()
    {
        await File.WriteAllBytesAsync(
            _tool.Folder.PathOf("plugin.yaml"), [.. "name: a\nversion: "u8, 0xFF, 0xFE, (byte)'\n'], TestContext.Current.CancellationToken);
        Assert.Equal("plugin.yaml:2:1: error SF1101: The file is not valid UTF-8 from this line on.\n",
            (await _tool.RunAsync("validate")).ShouldExit(1).Output);
    }

    [Fact]
    public async Task Warnings_alone_are_no_failure()
    {
        _tool.Folder.Write("plugin.yaml", Whole.Replace("\"true\"", "\"a; b\"", StringComparison.Ordinal));
        Assert.Contains("warning SF0404", (await _tool.RunAsync("validate")).ShouldExit(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_is_read_too()
    {
        var outcome = await (_tool.Command("validate", "-") with { Input = "name: a\n" }).RunAsync();
        Assert.StartsWith("(standard input):1:1: error SF1104: ", outcome.ShouldExit(1).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Manifest 'none.yaml' not found. Create it with: spaceforge generate", "none.yaml")]
    [InlineData("'.' is a folder, not a manifest.", ".")]
    [InlineData("Unknown value 'xml'.", "--format", "xml")]
    [InlineData("Unknown option '--frmat'. Did you mean '--format'?", "--frmat")]
    public async Task A_usage_error_is_reported(string message, params string[] arguments) =>
        Assert.Contains(message, (await _tool.RunAsync(["validate", .. arguments])).ShouldExit(2).Error, StringComparison.Ordinal);

    [Fact]
    public async Task What_may_be_a_secret_is_not_repeated()
    {
        _tool.Folder.Write("plugin.yaml", Broken.Replace("text", "{a: 31415926}", StringComparison.Ordinal));
        foreach (var format in (string[])["text", "json", "github", "sarif"])
        {
            var outcome = (await _tool.RunAsync("validate", "--format", format)).ShouldExit(1);
            Assert.DoesNotContain("271828182845", outcome.Output + outcome.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("31415926", outcome.Output + outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Scripts_get_JSON()
    {
        _tool.Folder.Write("good.yaml", Whole);
        _tool.Folder.Write("plugin.yaml", "name: [a\n");

        Assert.Equal("[]\n", (await _tool.RunAsync("validate", "good.yaml", "--format", "json")).ShouldExit(0).Output);
        var finding = JsonNode.Parse(
            (await _tool.RunAsync("validate", "good.yaml", "plugin.yaml", "--format", "json")).ShouldExit(1).Output)!.AsArray().Single()!;
        Assert.Equal(
            ("plugin.yaml", 2, 1, "error", "SF1101"),
            ((string?)finding["file"], (int?)finding["line"], (int?)finding["column"],
                (string?)finding["severity"], (string?)finding["code"]));
        Assert.StartsWith("Not valid YAML: ", (string?)finding["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_gets_commands()
    {
        _tool.Folder.Write("a,b:%.yaml", "name: ' '\nversion: a\ndescription: b\nauthor: c\n\"x%\\ny\": d\n");
        Assert.Equal(
            "::error file=a%2Cb%3A%25.yaml,line=1,col=7,title=SF0101::The plugin has no name; set one, for example my-plugin.\n"
            + "::error file=a%2Cb%3A%25.yaml,line=5,col=1,title=SF1105::A manifest has no property 'x%25%0Ay', and Spacelift ignores it. "
            + "Its properties are name, version, description, author, labels, parameters, contexts, webhooks, policies.\n",
            (await _tool.RunAsync("validate", "a,b:%.yaml", "--format", "github")).ShouldExit(1).Output);
    }

    [Fact]
    public async Task A_code_host_gets_SARIF()
    {
        _tool.Folder.Write("folder/a b.yaml", Broken);
        var sarif = JsonNode.Parse((await _tool.RunAsync("validate", "folder/a b.yaml", "--format", "sarif")).ShouldExit(1).Output)!;

        var run = sarif["runs"]!.AsArray().Single()!;
        var rules = run["tool"]!["driver"]!["rules"]!.AsArray();
        var results = run["results"]!.AsArray();
        Assert.Equal("2.1.0", (string?)sarif["version"]);
        Assert.Equal(23, results.Count);
        Assert.All(results, result => Assert.Equal((string?)rules[(int)result!["ruleIndex"]!]!["id"], (string?)result["ruleId"]));
        Assert.All(
            rules, rule => Assert.True(File.Exists(Repository.PathOf("docs", "diagnostics", Path.GetFileName((string)rule!["helpUri"]!)))));
        var location = results[2]!["locations"]![0]!["physicalLocation"]!;
        Assert.Equal("folder/a%20b.yaml", (string?)location["artifactLocation"]!["uri"]);
        Assert.Equal((3, 1), ((int?)location["region"]!["startLine"], (int?)location["region"]!["startColumn"]));
    }

    [Fact]
    public async Task The_schema_and_the_check_agree_on_manifests_with_one_mistake()
    {
        var mutants = Mutants(JsonNode.Parse(Whole)!).ToArray();
        var names = mutants.Select((_, i) => $"{i.ToString(CultureInfo.InvariantCulture)}.yaml").ToArray();
        foreach (var (name, mutant) in names.Zip(mutants)) _tool.Folder.Write(name, mutant);

        using var parsers = new ForeignParsers();
        var schema = parsers.Validate(mutants, Repository.ManifestSchema);
        var found = JsonNode.Parse((await _tool.RunAsync(["validate", "--format", "json", .. names])).ShouldExit(1).Output)!.AsArray()
            .ToLookup(finding => (string)finding!["file"]!, finding => ((string)finding!["code"]!, (string)finding["severity"]!));

        Assert.InRange(mutants.Length, 300, 1000);
        var differences = new StringBuilder();
        foreach (var (i, name) in names.Index())
        {
            var (invalid, refused) = (schema[i]!.AsArray().Count > 0, found[name].Any(finding => finding.Item2 == "error"));
            var shape = found[name].Any(finding => finding.Item1.StartsWith("SF11", StringComparison.Ordinal));
            if ((invalid && !refused) || (shape && !invalid))
            {
                differences.Append(CultureInfo.InvariantCulture, $"{mutants[i]}\n{schema[i]!.ToJsonString()}\n");
            }
        }

        Assert.Equal("", differences.ToString());
    }

    /// <summary>Each value removed, changed to another kind, or joined by an unknown one.</summary>
    static IEnumerable<string> Mutants(JsonNode whole)
    {
        foreach (var path in Paths(whole).ToArray())
        {
            foreach (var other in (JsonNode?[])[null, true, 5, "", "other", new JsonArray(), new JsonObject()])
            {
                yield return Changed(whole, path, (parent, key) => Set(parent, key, other?.DeepClone()));
            }

            yield return Changed(whole, path, (parent, key) =>
            {
                if (parent is JsonObject map) map.Remove((string)key);
                else parent.AsArray().RemoveAt((int)key);
            });
            yield return Changed(whole, path, (parent, _) =>
            {
                if (parent is JsonObject map) map["other"] = "x";
                else parent.AsArray().Add((JsonNode?)"x");
            });
        }
    }

    static IEnumerable<object[]> Paths(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(entry => Paths(entry.Value).Select(path => (object[])[entry.Key, .. path]).Append([entry.Key])),
        JsonArray list =>
            list.Index().SelectMany(entry => Paths(entry.Item).Select(path => (object[])[entry.Index, .. path]).Append([entry.Index])),
        _ => [],
    };

    static string Changed(JsonNode whole, object[] path, Action<JsonNode, object> change)
    {
        var copy = whole.DeepClone();
        var parent = path[..^1].Aggregate(copy, (node, key) => key is string name ? node[name]! : node[(int)key]!);
        change(parent, path[^1]);
        return copy.ToJsonString();
    }

    static void Set(JsonNode parent, object key, JsonNode? value)
    {
        if (key is string name) parent[name] = value;
        else parent[(int)key] = value;
    }
}
