using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Tests.Releases;

/// <summary>
/// What a workflow may do: ours, the one that new plugins get, and the one that docs/publish.md shows. A tag of an action can be moved to
/// other code; a commit cannot.
/// </summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows =>
    [
        .. ((string[])[".github/workflows", "src/Spaceforge.Templates/plugin/.github/workflows"])
            .SelectMany(folder => Directory.GetFiles(Repository.PathOf(folder), "*.y*ml").Order(StringComparer.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
        "docs/publish.md",
    ];

    [Fact]
    public void Every_workflow_is_looked_at() => Assert.Equal(
        [
            ".github/workflows/ci.yml", ".github/workflows/mutation.yml", ".github/workflows/real-tools.yml",
            ".github/workflows/release.yml",
            "src/Spaceforge.Templates/plugin/.github/workflows/plugin.yml", "docs/publish.md",
        ],
        Workflows.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_are_pinned_to_a_commit_whose_version_a_comment_names(string path)
    {
        var lines = TextOf(path).Split('\n').Where(line => Uses().IsMatch(line)).ToArray();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(@"^ +(- )?uses: [A-Za-z-]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line));
        // What the parser sees is what the lines say.
        Assert.Equal(lines.Length, Steps(path).Count(step => step.Children.ContainsKey("uses")));
    }

    [Fact]
    public void A_version_of_an_action_is_one_commit_everywhere()
    {
        var pins = Workflows.SelectMany(row => Pin().Matches(TextOf(row.Data)))
            .Select(pin => (Action: pin.Groups[1].Value, Commit: pin.Groups[2].Value, Version: pin.Groups[3].Value)).Distinct().ToArray();
        Assert.Equal(pins.Length, pins.Select(pin => (pin.Action, pin.Version)).Distinct().Count());
        Assert.Equal(pins.Length, pins.Select(pin => pin.Commit).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_may_read_and_only_the_job_of_a_release_may_write(string path)
    {
        var workflow = Read(path);
        Assert.Equal(["contents: read"], Permissions(workflow));
        foreach (var (name, job) in (YamlMappingNode)workflow["jobs"])
        {
            if (!((YamlMappingNode)job).Children.ContainsKey("permissions")) continue;

            Assert.Equal("release", name.ToString());
            string[] expected = path == "docs/publish.md"
                ? ["contents: write"]
                : ["attestations: write", "contents: write", "id-token: write"];
            Assert.Equal(expected, Permissions((YamlMappingNode)job).Order(StringComparer.Ordinal));
        }

        // It would run a pull request's code with the repository's secrets.
        Assert.DoesNotContain("pull_request_target", TextOf(path), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void The_token_does_not_stay_in_the_clone(string path) => Assert.All(
        Steps(path).Where(step => step.Children.TryGetValue("uses", out var action)
            && action.ToString().StartsWith("actions/checkout@", StringComparison.Ordinal)),
        step => Assert.Equal("false", step["with"]["persist-credentials"].ToString()));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Commands_take_values_from_variables_and_run_scripts_that_exist(string path)
    {
        var commands = Steps(path).Where(step => step.Children.ContainsKey("run")).Select(step => step["run"].ToString()).ToArray();
        // An expression is put into the script as text, and can be any command.
        Assert.All(commands, command => Assert.DoesNotContain("${{", command, StringComparison.Ordinal));
        foreach (var command in commands.Where(command => OurScript().IsMatch(command)))
        {
            var script = Repository.PathOf(command.Split([' ', '\n'])[0]);
            Assert.True(File.Exists(script)
                && (File.GetUnixFileMode(script) & UnixFileMode.UserExecute) != 0, $"{script} is not an executable file");
        }
    }

    static IEnumerable<string> Permissions(YamlMappingNode node) =>
        ((YamlMappingNode)node["permissions"]).Select(permission => $"{permission.Key}: {permission.Value}");

    static IEnumerable<YamlMappingNode> Steps(string path) => ((YamlMappingNode)Read(path)["jobs"]).Children.Values
        .SelectMany(job => (YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>();

    static YamlMappingNode Read(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(TextOf(path)));
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    static string TextOf(string path)
    {
        var text = File.ReadAllText(Repository.PathOf(path));
        return path.EndsWith(".md", StringComparison.Ordinal) ? Assert.Single(Shown().Matches(text)).Groups[1].Value : text;
    }

    [GeneratedRegex(@"^\s*(- )?uses:", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex("^(\\.|plugins/)")]
    private static partial Regex OurScript();

    [GeneratedRegex(@"uses: ([\w/-]+)@(\w+) # (v[\d.]+)")]
    private static partial Regex Pin();

    [GeneratedRegex(@"^```yaml\n(name: .*?^jobs:.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shown();
}
