using System.Text.Json.Nodes;
using Spaceforge.Cli.Diffing;
using Spaceforge.Cli.Diffing.Formats;
using Spaceforge.Cli.Manifests;
using Spaceforge.Rego;

namespace Spaceforge.Tests.Diffing;

/// <summary>What an installer notices: changes of the catalog's manifests, each with its verdict and the version it calls for.</summary>
public sealed class PluginDiffTests
{
    const string SecondPhase = "\n      after_plan:";

    /// <summary>A plugin of the catalog, text of its manifest, what it becomes, the verdict, and the version that is needed.</summary>
    public static TheoryData<string, string, string, string, string> Changes => new()
    {
        // Parameters.
        { "envsubst", "parameters:\n",
            "parameters:\n  - {name: New, description: '', type: string, sensitive: false, required: true, id: new}\n",
            "breaking parameter new was added and is required", "2.0.0" },
        { "envsubst", "parameters:\n",
            "parameters:\n  - {name: New, description: '', type: string, sensitive: false, required: false, default: x, id: new}\n",
            "addition parameter new was added, with the default 'x'", "1.1.0" },
        { "envsubst", "    required: true\n    id: variables", "    required: false\n    default: A\n    id: variables",
            "addition parameter variables is no longer required, with the default 'A'", "1.1.0" },
        { "envsubst", "    required: false\n    default: Fail\n", "    required: true\n",
            "breaking parameter undefined_variables is now required", "2.0.0" },
        { "envsubst", "default: Fail", "default: Keep",
            "breaking parameter undefined_variables has the default 'Keep' instead of 'Fail'", "2.0.0" },
        { "envsubst", "    id: undefined_variables", "    id: undefined",
            "breaking parameter undefined_variables has the new id 'undefined': values of the old one are lost", "2.0.0" },
        { "infracost", "    type: number\n    sensitive: false\n    required: false\n    default: 0\n    id: infracost_monthly_limit",
            "    type: string\n    sensitive: false\n    required: false\n    default: '0'\n    id: infracost_monthly_limit",
            "breaking parameter infracost_monthly_limit is a string instead of a number", "2.0.0" },
        { "infracost", "    sensitive: true\n    required: true\n    id: infracost_api_key",
            "    sensitive: false\n    required: true\n    id: infracost_api_key",
            "breaking parameter infracost_api_key is no longer sensitive: its value can be seen", "2.0.0" },
        { "envsubst", "    sensitive: false\n    required: true\n    id: variables",
            "    sensitive: true\n    required: true\n    id: variables", "change parameter variables is now sensitive", "1.0.1" },
        { "envsubst", "  - name: Files\n", "  - name: Patterns\n",
            "change parameter files is labelled 'Patterns' instead of 'Files'", "1.0.1" },
        { "envsubst", "    description: Globs relative", "    description: Patterns relative",
            "change parameter files has another description", "1.0.1" },
        // Variables.
        { "envsubst", "    env:\n",
            "    env:\n      - {key: MODE, value: strict, sensitive: false}\n", "addition variable MODE was added", "1.1.0" },
        { "envsubst", "      - key: ENVSUBST_FILES\n        value_from_parameter: files\n        sensitive: false\n", "",
            "breaking variable ENVSUBST_FILES was removed", "2.0.0" },
        { "envsubst", "        value_from_parameter: files\n", "        value: a.yaml\n",
            "change variable ENVSUBST_FILES no longer takes its value from a parameter", "1.0.1" },
        { "infracost", "        value_from_parameter: infracost_api_key\n        sensitive: true",
            "        value_from_parameter: infracost_api_key\n        sensitive: false",
            "breaking variable COST_ESTIMATE_API_KEY is no longer sensitive: its value can be seen", "2.0.0" },
        // Files, hooks and commands.
        { "envsubst", "    mounted_files:\n", "    mounted_files:\n      - {path: tmp/more.txt, content: x, sensitive: false}\n",
            "addition file /mnt/workspace/tmp/more.txt was added", "1.1.0" },
        { "plan-summary", "    hooks:\n",
            "    hooks:\n      before_perform:\n        - echo hello\n", "addition hook before_perform was added", "1.1.0" },
        { "trivy", SecondPhase, "\n      before_plan:", "breaking hook after_plan was removed", "2.0.0" },
        { "trivy", SecondPhase, "\n      before_plan:", "addition hook before_plan was added", "2.0.0" },
        { "trivy", SecondPhase, SecondPhase + "\n        - echo hello", "change hook after_plan runs other commands", "1.0.1" },
        { "trivy", "using Spaceforge.Scanning;", "using Spaceforge.Scanning; // Changed.", "change code changed", "1.0.1" },
        { "trivy", "after_plan source plugin.cs",
            "after_plan native trivy", "change code is carried as native instead of source", "1.0.1" },
        // Binaries.
        { "trivy", "v0.75.0/trivy_0.75.0_Linux-64bit", "v0.76.0/trivy_0.76.0_Linux-64bit",
            "change binary trivy has another download for amd64", "1.0.1" },
        // Webhooks and policies.
        { "trivy", "    type: PLAN", "    type: APPROVAL", "breaking policy trivy is of type APPROVAL instead of PLAN", "2.0.0" },
        { "trivy", "package spacelift", "package spacelift # Changed.",
            "change policy trivy changed: --input shows whether it decides otherwise", "1.0.1" },
        { "envsubst", "",
            "webhooks:\n  - {name_prefix: chat, endpoint: 'https://example.com', labels: [chat]}\n",
            "addition webhook chat was added", "1.1.0" },
        { "envsubst", "",
            "policies:\n  - {name_prefix: stop, type: PLAN, body: \"package spacelift\\ndeny[\\\"no\\\"] { true }\", labels: []}\n",
            "breaking policy stop was added: it can stop what went through before (PLAN)", "2.0.0" },
        { "envsubst", "",
            "policies:\n  - {name_prefix: tell, type: PLAN, body: \"package spacelift\\nwarn[\\\"no\\\"] { true }\", labels: []}\n",
            "addition policy tell was added (PLAN)", "1.1.0" },
        // The plugin itself.
        { "envsubst", "name: envsubst\n", "name: substitute\n",
            "breaking plugin is named 'substitute' instead of 'envsubst': it becomes another template", "2.0.0" },
        { "envsubst", "author: The Spaceforge authors", "author: Somebody",
            "change author is 'Somebody' instead of 'The Spaceforge authors'", "1.0.1" },
        { "envsubst", "  - environment\n", "  - env\n", "change plugin lost the label 'environment'", "1.0.1" },
        { "envsubst", "  Substitutes environment", "  Replaces environment", "change description changed", "1.0.1" },
        { "envsubst", "# yaml-language-server",
            "# Another comment; yaml-language-server", "change manifest only its text changed", "1.0.1" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_has_its_verdict(string plugin, string text, string changed, string verdict, string needed)
    {
        var old = File.ReadAllText(Repository.PathOf("plugins", plugin, "plugin.yaml"));
        Assert.Contains(text, old, StringComparison.Ordinal);
        var made = text.Length == 0 ? old + changed : ReplaceFirst(old, text, changed);

        var diff = Diff(old, made);
        Assert.Contains(verdict, diff.Changes.Select(change => $"{change.Word} {change.Subject} {change.Message}"));
        Assert.Equal((needed, false), (diff.Needed, diff.IsEnough));
        Assert.True(Diff(old, made.Replace("version: '1.0.0'", $"version: '{needed}'", StringComparison.Ordinal)).IsEnough);
    }

    [Fact]
    public void What_was_added_is_removed_the_other_way_round()
    {
        const string Webhook = "webhooks:\n  - {name_prefix: chat, endpoint: 'https://example.com', labels: [chat]}\n";
        var notify = File.ReadAllText(Repository.PathOf("plugins", "notify", "plugin.yaml"));
        var other = Webhook.Replace("example.com", "example.org", StringComparison.Ordinal)
            .Replace("[chat]", "[talk]", StringComparison.Ordinal);
        string[] shared = ["breaking webhook chat calls another endpoint", "breaking webhook chat lost the label 'chat'",
            "addition webhook chat has the new label 'talk'"];
        Assert.Equal(["breaking webhook chat was removed"], Lines(Diff(notify + Webhook, notify)));
        Assert.Equal(shared, Lines(Diff(notify + Webhook, notify + other)));

        var trivy = File.ReadAllText(Repository.PathOf("plugins", "trivy", "plugin.yaml"));
        var start = trivy.IndexOf("\npolicies:", StringComparison.Ordinal);
        Assert.Equal(["breaking policy trivy was removed"], Lines(Diff(trivy, trivy[..(start + 1)])));
    }

    [Theory]
    [InlineData("checkov")]
    [InlineData("envsubst")]
    [InlineData("infracost")]
    [InlineData("notify")]
    [InlineData("trufflehog")]
    public void A_manifest_does_not_differ_from_itself(string plugin)
    {
        var text = File.ReadAllText(Repository.PathOf("plugins", plugin, "plugin.yaml"));
        var diff = Diff(text, text);
        Assert.Empty(diff.Changes);
        Assert.Equal(("none", "1.0.0", true), (diff.Bump, diff.Needed, diff.IsEnough));
        Assert.False(Diff(text, text.Replace("'1.0.0'", "'0.9.0'", StringComparison.Ordinal)).IsEnough);
    }

    [Theory]
    [InlineData("1.2.3", "breaking", "2.0.0")]
    [InlineData("1.2.3", "addition", "1.3.0")]
    [InlineData("1.2.3", "change", "1.2.4")]
    [InlineData("0.2.3", "breaking", "0.3.0")]
    [InlineData("0.2.3", "addition", "0.3.0")]
    [InlineData("0.2.3", "change", "0.2.4")]
    [InlineData("v1.2", "addition", "1.3.0")]
    [InlineData("2.0.0-rc.1", "breaking", "2.0.0")]
    [InlineData("2.1.0-rc.1", "breaking", "3.0.0")]
    [InlineData("2.1.0-rc.1", "addition", "2.1.0")]
    [InlineData("2.1.1-rc.1+build", "change", "2.1.1")]
    public void A_version_grows_by_the_worst_change(string version, string change, string needed)
    {
        Assert.Equal(needed, Change(version, needed, change).Needed);
        Assert.True(Change(version, needed, change).IsEnough);
        Assert.True(Change(version, "9.0.0", change).IsEnough);
        Assert.False(Change(version, version, change).IsEnough);
        Assert.False(Change(version, "0.0.1", change).IsEnough);
    }

    [Theory]
    [InlineData("1.0.0", "2.0.0-beta", true)]
    [InlineData("2.0.0-beta.2", "2.0.0-beta.10", true)]
    [InlineData("2.0.0-beta.10", "2.0.0-beta.2", false)]
    [InlineData("2.0.0-beta.1", "2.0.0-alpha", false)]
    [InlineData("spring", "autumn", true)]
    [InlineData("spring", "spring", false)]
    public void Versions_are_ordered_as_semantic_versioning_says(string old, string made, bool isEnough) =>
        Assert.Equal(isEnough, Change(old, made, "breaking").IsEnough);

    [Fact]
    public void A_decision_about_a_recorded_input_that_changes_is_breaking()
    {
        var (old, made) = (Policy("input.size > 10"), Policy("input.size > 5"));
        var inputs = new RecordedDecisions(
            [("small.json", RegoJson.Parse("{\"size\": 1}"u8)), ("large.json", RegoJson.Parse("{\"size\": 7}"u8))],
            Kind: null, CancellationToken.None);
        var diff = PluginDiff.Of(ManifestReader.Read(old, "old"), ManifestReader.Read(made, "new"), inputs);
        Assert.Equal(["breaking decision PLAN about large.json is deny instead of allow", "change policy limit changed"], Lines(diff));

        static string Policy(string condition) => Text("1.0.0") + $$"""
            policies:
              - name_prefix: limit
                type: PLAN
                engine_type: REGO_V1
                labels: []
                body: |
                  package spacelift
                  deny contains "too large" if {{condition}}

            """;
    }

    [Fact]
    public void Secrets_are_not_repeated()
    {
        const string Parameter =
            "parameters: [{name: K, description: '', type: string, sensitive: true, required: false, default: S1, id: k}]\n";
        const string Context = "contexts: [{name_prefix: c, description: '', env: [{key: A, value: S1, sensitive: true}]}]\n";
        var (old, made) = (Text("1.0.0") + Parameter + Context,
            (Text("1.0.0") + Parameter + Context).Replace("S1", "S2", StringComparison.Ordinal));
        var diff = Diff(old, made);
        Assert.Equal(["breaking parameter k has another default", "change variable A has another value"], Lines(diff));
        foreach (var text in (string[])[DiffText.Write(diff), DiffJson.Write(diff), DiffMarkdown.Write(diff)])
        {
            Assert.DoesNotContain("S2", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Texts_of_a_manifest_cannot_become_markup_or_lines()
    {
        var made = Text("1.0.0").Replace("author: Me", "author: \"a | [x](http://e) <img> @all\\n# b\\e[2J\"", StringComparison.Ordinal);
        var diff = Diff(Text("1.0.0"), made);
        Assert.Equal(5, DiffText.Write(diff).Split('\n').Length - 1);
        Assert.DoesNotContain('\e', DiffText.Write(diff));
        var markdown = DiffMarkdown.Write(diff);
        Assert.DoesNotContain("<img>", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("[x](http://e)", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("\n# b", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_format_says_the_same()
    {
        var diff = Change("1.0.0", "1.0.1", "addition");
        Assert.Equal("""
            example 1.0.0 -> 1.0.1

            addition  variable A was added

            This calls for version 1.1.0 (minor), but it is 1.0.1.

            """, DiffText.Write(diff));
        Assert.Equal("""
            ### `example` 1.0.0 → 1.0.1

            |  | What | Change |
            | --- | --- | --- |
            | addition | variable `A` | was added |

            This calls for version 1.1.0 (minor), but it is 1.0.1.

            """, DiffMarkdown.Write(diff));
        var json = JsonNode.Parse(DiffJson.Write(diff))!;
        Assert.Equal(("minor", "1.1.0", false, false),
            ((string?)json["bump"], (string?)json["needed"], (bool)json["enough"]!, (bool)json["breaking"]!));
        Assert.Equal(("addition", "variable", "A"),
            ((string?)json["changes"]![0]!["kind"], (string?)json["changes"]![0]!["part"], (string?)json["changes"]![0]!["name"]));
    }

    static PluginDiff Change(string old, string made, string change) => change switch
    {
        "breaking" => Diff(Text(old) + Env("A"), Text(made)),
        "addition" => Diff(Text(old) + "contexts: [{name_prefix: c, description: '', env: []}]\n", Text(made) + Env("A")),
        _ => Diff(Text(old), Text(made).Replace("Scans", "Reads", StringComparison.Ordinal)),
    };

    static string Env(string key) =>
        $"contexts: [{{name_prefix: c, description: '', env: [{{key: {key}, value: x, sensitive: false}}]}}]\n";

    static string Text(string version) =>
        $"name: example\nversion: '{version}'\ndescription: Scans plans\nauthor: Me\nlabels: []\n";

    static string[] Lines(PluginDiff diff) => [.. diff.Changes.Select(change => $"{change.Word} {change.Subject} {change.Message}")];

    static PluginDiff Diff(string old, string made) =>
        PluginDiff.Of(ManifestReader.Read(old, "old.yaml"), ManifestReader.Read(made, "new.yaml"));

    static string ReplaceFirst(string text, string part, string with) =>
        text.IndexOf(part, StringComparison.Ordinal) is >= 0 and var at ? text[..at] + with + text[(at + part.Length)..] : text;
}
