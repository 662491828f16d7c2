using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.RuntimeConfiguration;

namespace Spaceforge.Tests.RuntimeConfiguration;

/// <summary>The rules of <c>.spacelift/config.yml</c>.</summary>
public sealed class RuntimeConfigTests
{
    const string Example = """
        stack_defaults: {before_init: [D], before_plan: [D], environment: {A: d, B: d}, project_root: defaults}
        stacks:
          s: {before_plan: [S], environment: {B: s}}
          empty:
          root: {project_root: own}
        """;

    static readonly Dictionary<string, string> StackVariables = new() { ["A"] = "k", ["C"] = "k" };

    static RunSettings Of(string yaml, string? stack, string root = "", string? single = null)
    {
        var file = RuntimeConfigFile.Parse(yaml, RuntimeConfigFile.Path);
        Assert.DoesNotContain(file.Problems, problem => problem.IsError);
        var own = stack is null ? null : file.Stacks.GetValueOrDefault(stack);
        var block = single is null ? null : RuntimeConfigFile.ParseBlock(single, "single.yml").Block;
        return RunSettings.Of(file.Version, block, own, file.StackDefaults, root, StackVariables);
    }

    // The parser gives up on these with an exception that is not its own.
    [Theory]
    [InlineData("stacks: [a,\nb]\n", 1)]
    [InlineData("version: 2\nstacks: {a: b\nc", 2)]
    public void Brackets_that_go_on_without_indentation_are_an_error(string yaml, int line)
    {
        var problem = Assert.Single(RuntimeConfigFile.Parse(yaml, "config.yml").Problems);
        Assert.StartsWith($"config.yml:{line}:1: error: Not valid YAML from this line on:", problem.ToString(), StringComparison.Ordinal);
        var manifest = Assert.Single(ManifestReader.Read(yaml, "plugin.yaml").Problems);
        Assert.StartsWith($"plugin.yaml:{line}:1: error SF1101: Not valid YAML from", manifest.ToString(), StringComparison.Ordinal);
    }

    static string Shown(RunSettings settings) => string.Join(
        ' ',
        [
            .. settings.Hooks.Select(hook => $"{hook.Key}={string.Join('+', hook.Value.Commands)}"),
            .. settings.Environment.Select(variable => $"{variable.Key}={variable.Value}"),
        ]);

    [Theory]
    [InlineData(1, "s", "before_init=D before_plan=S B=s")]
    [InlineData(2, "s", "before_init=D before_plan=S B=s")]
    // What the stack sets is hidden by the file's defaults in version 2 only.
    [InlineData(1, "other", "before_init=D before_plan=D B=d")]
    [InlineData(2, "other", "before_init=D before_plan=D A=d B=d")]
    [InlineData(2, "empty", "before_init=D before_plan=D A=d B=d")]
    [InlineData(1, null, "before_init=D before_plan=D B=d")]
    public void Lists_and_maps_are_replaced_and_not_merged(int version, string? stack, string expected) =>
        Assert.Equal(expected, Shown(Of($"version: {version}\n{Example}", stack)));

    [Theory]
    [InlineData(1, "s", "", "defaults", "stack_defaults")]
    [InlineData(1, "s", "stack", null, null)]
    [InlineData(2, "s", "stack", "defaults", "stack_defaults")]
    [InlineData(1, "root", "stack", "own", "stacks.root")]
    [InlineData(2, "root", "stack", "own", "stacks.root")]
    public void The_version_decides_between_the_stack_and_the_defaults(
        int version, string stack, string root, string? expected, string? origin)
    {
        var settings = Of($"version: '{version}'\n{Example}", stack, root);
        Assert.Equal(expected, settings.ProjectRoot);
        Assert.Equal(origin, settings.Sources.FirstOrDefault(source => source.Key == "project_root")?.Origin);
    }

    [Fact]
    public void The_configuration_of_a_single_run_comes_first()
    {
        var settings = Of($"version: 2\n{Example}", "s", single: "before_init: [X]\nenvironment: {Z: x}\nproject_root: x\n");
        Assert.Equal("before_init=X before_plan=S Z=x", Shown(settings));
        Assert.Equal("x", settings.ProjectRoot);
        Assert.Equal("single.yml", settings.Hooks["before_init"].Origin);
    }

    [Fact]
    public void What_is_lost_is_named()
    {
        var replaced = Of($"version: 2\n{Example}", "s").Warnings;
        Assert.Contains(replaced, warning => warning.StartsWith("before_plan of stacks.s replaces", StringComparison.Ordinal));
        Assert.Contains(replaced, warning => warning.EndsWith("not set by it: A.", StringComparison.Ordinal));
        Assert.Contains(
            Of($"version: 1\n{Example}", null).Warnings, warning => warning.Contains("the stack's A hides", StringComparison.Ordinal));
    }

    [Fact]
    public void Anchors_and_merge_keys_work_as_in_the_documentation()
    {
        var settings = Of(
            """
            version: 2
            x-common: &common
              before_plan: [C]
              environment: {A: c}
            x-more: &more {before_plan: [M], after_plan: [M]}
            stacks:
              s:
                <<: [*common, *more]
                environment: {B: s}
            """,
            "s");
        Assert.Equal("before_plan=C after_plan=M B=s", Shown(settings));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("# nothing\n", "")]
    [InlineData("stack_defaults:\n", "")]
    [InlineData("version: 2\nstack_defaults:\n  runner_image:\n", "")]
    [InlineData("- a\n", "1:1: error: '.spacelift/config.yml' must be a mapping, not a list.")]
    [InlineData("a: [\n", "2:1: error: Not valid YAML: ")]
    [InlineData("a: 1\na: 2\n", "2:1: error: Duplicate key")]
    [InlineData("a: *b\n", "1:4: error: Not valid YAML: the alias '*b' has no anchor before it.")]
    [InlineData("a: &a {<<: *a}\n", "1:1: error: Its aliases expand to more than")]
    [InlineData("a\n---\nb\n", "1:1: error: Not a single YAML document: this file has 2.")]
    [InlineData("version: 3\n", "1:10: warning: 'version' must be 1 or 2; here it counts as 1.")]
    [InlineData("stack_default: {}\n", "1:1: warning: Unknown key 'stack_default'. Did you mean 'stack_defaults'?")]
    [InlineData("stack_defaults: {}\n", "1:17: warning: 'version' is missing")]
    [InlineData("stacks: [a]\n", "1:9: error: 'stacks' must be a mapping, not a list.")]
    [InlineData("stacks: {s: [a]}\n", "1:13: error: 'stacks.s' must be a mapping, not a list.")]
    [InlineData("stacks: {s: {before_plan: make}}\n",
        "1:27: warning: 'before_plan' must be a list of commands, not a string. Write '- ' before it.")]
    [InlineData("stacks: {s: {before_plan: {a: b}}}\n", "1:27: error: 'before_plan' must be a list of commands, not a mapping.")]
    [InlineData(
        "stacks:\n  s:\n    before_plan:\n      - echo: hi\n", "4:9: error: An item of 'before_plan' is a mapping because of its ': '.")]
    [InlineData("stacks: {s: {before_plan: [[a]]}}\n", "1:28: error: An item of 'before_plan' must be a string; it is a list.")]
    [InlineData("stacks: {s: {before_plan: [true]}}\n", "1:28: warning: An item of 'before_plan' is a boolean. Quote it.")]
    [InlineData("stacks: {s: {beforePlan: [a]}}\n", "1:14: warning: Unknown key 'beforePlan'. Did you mean 'before_plan'?")]
    [InlineData("stacks: {s: {before_run: [a]}}\n", "1:14: warning: There is no hook 'before_run'")]
    [InlineData("stacks: {s: {labels: [a]}}\n", "1:14: warning: 'labels' cannot be set here, only on the stack.")]
    [InlineData("stacks: {s: {environment: [a]}}\n", "1:27: error: 'environment' must be a mapping, not a list.")]
    [InlineData("stacks: {s: {environment: {A: {b: c}}}}\n", "1:31: error: The variable 'A' must be a string, not a mapping.")]
    [InlineData("stacks: {s: {environment: {A: 1}}}\n", "1:31: warning: The variable 'A' must be a string, not a number. Quote it.")]
    [InlineData("stacks: {s: {environment: {a-b: c}}}\n", "1:28: error: 'a-b' is not a valid variable name")]
    [InlineData("stacks: {s: {environment: {API_TOKEN: hunter22}}}\n", "1:28: warning: 'API_TOKEN' looks like a secret")]
    [InlineData("stacks: {s: {project_root: ../up}}\n", "1:28: error: 'project_root' must be a folder inside the repository")]
    [InlineData("stacks: {s: {project_root: /etc}}\n", "1:28: error: 'project_root' must be a folder inside the repository")]
    [InlineData("stacks: {s: {terraform_version: 1.10}}\n", "1:33: warning: 'terraform_version' must be a string: without quotes")]
    [InlineData("stacks: {s: {terraform_workflow_tool: OPEN_TOFFU}}\n",
        "1:39: error: 'terraform_workflow_tool' cannot be 'OPEN_TOFFU'. Did you mean 'OPEN_TOFU'?")]
    [InlineData(
        "stacks: {s: {terraform_workflow_tool: CUSTOM, terraform_version: '1'}}\n", "1:47: error: 'terraform_version' cannot be used with")]
    [InlineData("stacks: {s: {terraform_workflow_tool: TERRAFORM_FOSS, opentofu_version: '1'}}\n",
        "1:55: warning: 'opentofu_version' has no effect")]
    [InlineData("stacks: {s: {git_sparse_checkout_paths: ['a/*']}}\n", "1:41: warning: 'a/*' contains a wildcard")]
    [InlineData("stacks: {s: {terragrunt: {use_run_all: true}}}\n", "1:26: warning: 'terragrunt' replaces all")]
    [InlineData(
        "stacks: {s: {terragrunt: {use_run_all: 'yes', terragrunt_tool: X, terragrunt_version: '1', terraform_version: '1', use_smart_sanitization: false}}}\n", "1:40: error: 'use_run_all' must be true or false, not a string.")]
    [InlineData("module_version: v1\n", "1:17: error: 'module_version' must be three numbers such as 1.2.3; 'v1' is not.")]
    [InlineData("tests: {}\n", "1:8: error: 'tests' must be a list of test cases, not a mapping.")]
    [InlineData("tests: [{negative: true}]\n", "1:9: error: A test case needs a 'name'.")]
    [InlineData("tests: [{name: a, id: x}, {name: b, id: x}]\n", "1:41: error: Another test case has the id 'x'.")]
    [InlineData("tests: [{name: a, depends_on: [x]}]\n", "1:32: error: No test case has the id 'x'.")]
    [InlineData("tests: [{name: a, negative: maybe}]\n", "1:29: error: 'negative' must be true or false, not a string.")]
    public void A_mistake_is_found_at_its_place(string yaml, string expected)
    {
        var found = RuntimeConfigFile.Parse(yaml, RuntimeConfigFile.Path).Problems.Select(problem => problem.ToString()).ToArray();
        if (expected.Length == 0) Assert.Empty(found);
        else Assert.Contains(found, problem => problem.StartsWith($"{RuntimeConfigFile.Path}:{expected}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("version: 2\n", "f.yml:1:1: error: 'version' is a key of .spacelift/config.yml")]
    [InlineData("before_plans: [a]\n", "f.yml:1:1: error: Unknown key 'before_plans'. Did you mean 'before_plan'?")]
    [InlineData("- a\n", "f.yml:1:1: error: 'f.yml' must be a mapping, not a list.")]
    public void The_configuration_of_a_single_run_is_strict(string yaml, string expected) =>
        Assert.StartsWith(expected, Assert.Single(RuntimeConfigFile.ParseBlock(yaml, "f.yml").Problems)
            .ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_value_of_a_secret_is_not_repeated() => Assert.DoesNotContain(
        RuntimeConfigFile.Parse("stacks: {s: {environment: {DB_PASSWORD: hunter22}}}", RuntimeConfigFile.Path).Problems,
        problem => problem.Message.Contains("hunter22", StringComparison.Ordinal));

    [Fact]
    public void Test_cases_are_found_by_id_or_name()
    {
        var file = RuntimeConfigFile.Parse(
            "tests: [{name: first, id: a, before_init: [x]}, {name: second, depends_on: [a]}]", RuntimeConfigFile.Path);
        Assert.Empty(file.Problems);
        Assert.Equal("tests[0]", file.Test("a")!.Origin);
        Assert.Equal("tests[1]", file.Test("second")!.Origin);
        Assert.Null(file.Test("third"));
    }
}
