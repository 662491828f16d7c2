using Spaceforge.Tests.Manifests;
using Spaceforge.Validation;

namespace Spaceforge.Tests.Validation;

/// <summary>Each rule finds what it must, says where and what would do, and leaves the rest alone.</summary>
public sealed class RuleTests
{
    static readonly Parameter Secret = new("API Token") { Id = "api_token", Required = true, Sensitive = true };

    const string Unpaired = "a\uD800b";

    static readonly string LongPhrase = new('x', 2_000_001);

    sealed class Surrogates : TestPlugin
    {
        public override string Author => Unpaired;
        public override IReadOnlyList<string> Labels => [Unpaired];
    }

    sealed class Listing : TestPlugin
    {
        [Parameter("Names")]
        public required int[] Names { get; init; }
    }

    sealed class Fixed : TestPlugin
    {
        [Parameter("Level")]
        public string Level { get; } = "";
    }

    sealed class Graded : TestPlugin
    {
        [Parameter("Grade")]
        public Grade Grade { get; init; } = (Grade)7;
    }

    enum Grade
    {
        Good,
        Bad,
    }

    /// <summary>What is reported, and the plugin that breaks the rule and no other.</summary>
    public static TheoryData<string, TestPlugin> Broken => new()
    {
        { "error SF0101: name: The plugin has no name; set one, for example my-plugin.", new TestPlugin { PluginName = "" } },
        {
            "error SF0101: name '../up': The name determines the plugin's folder on a worker. Use letters A to Z, digits, spaces, "
            + "'.', '_' and '-', starting with a letter or digit, and not 'plugin_binaries'.",
            new TestPlugin { PluginName = "../up" }
        },
        {
            "error SF0101: name 'a/b': The name determines the plugin's folder on a worker. Use letters A to Z, digits, spaces, "
            + "'.', '_' and '-', starting with a letter or digit, and not 'plugin_binaries'.",
            new TestPlugin { PluginName = "a/b" }
        },
        {
            "error SF0101: name '$(id)': The name determines the plugin's folder on a worker. Use letters A to Z, digits, spaces, "
            + "'.', '_' and '-', starting with a letter or digit, and not 'plugin_binaries'.",
            new TestPlugin { PluginName = "$(id)" }
        },
        {
            "error SF0101: name 'a\nb': The name determines the plugin's folder on a worker. Use letters A to Z, digits, spaces, "
            + "'.', '_' and '-', starting with a letter or digit, and not 'plugin_binaries'.",
            new TestPlugin { PluginName = "a\nb" }
        },
        {
            "error SF0101: name ' x': The name determines the plugin's folder on a worker. Use letters A to Z, digits, spaces, "
            + "'.', '_' and '-', starting with a letter or digit, and not 'plugin_binaries'.",
            new TestPlugin { PluginName = " x" }
        },
        {
            "error SF0101: name 'Plugin Binaries': The name determines the plugin's folder on a worker. Use letters A to Z, "
            + "digits, spaces, '.', '_' and '-', starting with a letter or digit, and not 'plugin_binaries'.",
            new TestPlugin { PluginName = "Plugin Binaries" }
        },
        { "error SF0102: version: The version is empty; set one, for example 1.0.0.", new TestPlugin { PluginVersion = " " } },
        {
            "error SF0103: contexts[0].mounted_files[0].content: The text contains an unpaired surrogate, which is not a Unicode "
            + "character.",
            Files(new MountedFile("tmp/x", "a\uD800b"))
        },
        {
            "error SF0103: binaries[0].version_command: The text contains an unpaired surrogate, which is not a Unicode character.",
            Binaries(new Binary("x") { Amd64 = "https://example.com/x", VersionCommand = "\uD800" })
        },
        {
            "error SF0201: parameters[0] 'x': The name is empty; installers read it next to the field.",
            WithVariable(new Parameter("") { Id = "x", Required = true })
        },
        {
            "error SF0202: parameters[1] 'B': Another parameter has the id 'x'; give each one its own id.",
            WithVariable(new("A") { Id = "x", Required = true }, new("B") { Id = "x", Required = true })
        },
        {
            "error SF0202: parameters[0] 'A': The id is empty; leave it out to derive it from the name.",
            WithVariable(new Parameter("A") { Id = "", Required = true })
        },
        {
            "error SF0203: parameters[0] 'A': It is required and has the default 'x'; remove one of them.",
            WithVariable(new Parameter("A") { Required = true, Default = "x" })
        },
        {
            "error SF0204: parameters[0] 'A': It is not required and has no default; give it a default or make it required.",
            WithVariable(new Parameter("A"))
        },
        {
            "error SF0205: parameters[0] 'A': The parameter is a number and its default is the string 'abc'; write a number "
            + "without quotes, or make the parameter a string.",
            WithVariable(new Parameter("A") { Type = ParameterType.Number, Default = "abc" })
        },
        {
            "error SF0205: parameters[0] 'A': The parameter is a string and its default is the number '30'; write it in quotes, or "
            + "make the parameter a number.",
            WithVariable(new Parameter("A") { Default = 30 })
        },
        {
            "error SF0205: parameters[0] 'A': The parameter is a string and its default is the boolean 'true'; write it in quotes, "
            + "or make the parameter a boolean.",
            WithVariable(new Parameter("A") { Default = true })
        },
        {
            "error SF0205: parameters[0] 'A': The parameter is a boolean and its default is the string 'yes'; write true or false "
            + "without quotes, or make the parameter a string.",
            WithVariable(new Parameter("A") { Type = ParameterType.Boolean, Default = "yes" })
        },
        {
            "error SF0205: parameters[0] 'A': The default 'NaN' is not a finite number.",
            WithVariable(new Parameter("A") { Type = ParameterType.Number, Default = double.NaN })
        },
        {
            "error SF0205: parameters[0] 'A': The parameter is a string and its default is the number '*****'; write it in quotes, "
            + "or make the parameter a number.",
            WithVariable(new Parameter("A") { Default = 1234, Sensitive = true })
        },
        { "error SF0205: Graded.Grade 'Grade': The default '7' is not one of Good, Bad.", new Graded() },
        {
            "warning SF0206: parameters[1] 'A': Another parameter has this name, so installers cannot tell them apart.",
            WithVariable(new("A") { Id = "x", Required = true }, new("A") { Id = "y", Required = true })
        },
        {
            "warning SF0207: parameters[0] 'A': No variable or webhook uses it, so no hook can read it; use it in a variable of a "
            + "context.",
            new TestPlugin { DeclaredParameters = [new("A") { Required = true }] }
        },
        {
            "error SF0208: Listing.Names 'Names': Parameters cannot have the type 'Int32[]'; make the property a string, a "
            + "boolean, a number, an enum or a list of strings, or parse the value from a string.",
            new Listing { Names = [] }
        },
        {
            "error SF0209: Fixed.Level 'Level': The value is assigned to the property before a hook runs; give it get and init "
            + "accessors, and do not make it static.",
            new Fixed()
        },
        {
            "error SF0301: contexts[0].env[0]: A variable's key must be a word without spaces and '=', for example API_KEY.",
            Env(new Variable("", "x"))
        },
        {
            "error SF0301: contexts[0].env[0] 'A=B': A variable's key must be a word without spaces and '=', for example API_KEY.",
            Env(new Variable("A=B", "x"))
        },
        {
            "error SF0301: contexts[0].env[0] 'A B': A variable's key must be a word without spaces and '=', for example API_KEY.",
            Env(new Variable("A B", "x"))
        },
        {
            "error SF0302: contexts[0].env[1] 'X': The context already sets this variable; remove one of them.",
            Env(new("X", "1"), new("X", "2"))
        },
        {
            "error SF0303: contexts[0].env[0] 'X': It has no value; give it a value, or a parameter to take it from.",
            Env(new Variable("X"))
        },
        {
            "error SF0304: contexts[0].env[0] 'X': It has both a value and a parameter; remove one of them.",
            With([Secret], new Variable("X", "1") { ValueFromParameter = Secret })
        },
        {
            "error SF0305: contexts[0].env[1] 'X': Unknown parameter 'nope'; the plugin has 'api_token'.",
            With([Secret], Variable.From("A", Secret), Variable.From("X", "nope"))
        },
        {
            "error SF0305: contexts[0].env[0] 'X': Unknown parameter 'other'; the plugin has no parameters.",
            Env(Variable.From("X", new Parameter("Other") { Id = "other", Required = true }))
        },
        {
            "error SF0305: contexts[0].env[2] 'X': Unknown parameter 'nope'; the plugin has 'api_token', 'b'.",
            With(
                [Secret, new("B") { Required = true }],
                Variable.From("A", Secret), Variable.From("B", "B"), Variable.From("X", "nope"))
        },
        {
            "error SF0305: webhooks[0] 'w': Unknown parameter 'nope'; the plugin has no parameters.",
            Hook(new Webhook("w", "https://example.com") { SecretFromParameter = "nope" })
        },
        {
            "error SF0306: contexts[0].env[0] 'X': The value has a line break, which the platform does not allow in a variable; "
            + "mount it as a file, or encode it as Base64.",
            Env(new Variable("X", "a\nb"))
        },
        {
            "error SF0306: contexts[0].env[0] 'X': The value has a line break, which the platform does not allow in a variable; "
            + "mount it as a file, or encode it as Base64.",
            Env(new Variable("X", "a\rb"))
        },
        {
            "warning SF0307: contexts[0].env[0] 'X': The parameter 'API Token' is sensitive and the variable is not, so the "
            + "platform shows its value; make the variable sensitive.",
            With([Secret], Variable.From("X", Secret) with { Sensitive = false })
        },
        {
            "error SF0308: contexts[0].env[0] 'X': Several parameters are named 'A'; refer to one by its id.",
            With(
                [new("A") { Id = "x", Required = true }, new("A") { Id = "y", Required = true }],
                Variable.From("X", "A"), Variable.From("Y", "x"), Variable.From("Z", "y"))
        },
        {
            "warning SF0309: contexts[0].env[0] 'A': The default of 'A' has a line break, which the platform does not allow in a "
            + "variable.",
            WithVariable(new Parameter("A") { Default = "a\nb" })
        },
        {
            "warning SF0310: contexts[0].env[0] 'my-key': Shells only read variables that consist of letters, digits and '_' and "
            + "do not start with a digit.",
            Env(new Variable("my-key", "x"))
        },
        {
            "error SF0401: contexts[0]: The name is empty; set one, for example my-plugin.",
            new TestPlugin { DeclaredContexts = [new("")] }
        },
        {
            "error SF0402: contexts[0].hooks.before_everything 'c': Unknown phase 'before_everything'; use one of before_init, "
            + "after_init, before_plan, after_plan, before_apply, after_apply, before_perform, after_perform, before_destroy, "
            + "after_destroy, after_run.",
            Commands("before_everything", "echo x")
        },
        {
            "error SF0402: contexts[0].hooks.AfterPlan 'c': Unknown phase 'AfterPlan'. Did you mean after_plan?",
            Commands("AfterPlan", "echo x")
        },
        {
            "error SF0403: contexts[0].hooks.before_init[1] 'c': The command has a line break, which hides failures of earlier "
            + "lines; split it into several commands, or mount a script.",
            Commands("before_init", "true", "a\nb")
        },
        {
            "error SF0403: contexts[0].hooks.before_init[0] 'c': The command has a line break, which hides failures of earlier "
            + "lines; split it into several commands, or mount a script.",
            Commands("before_init", "\na")
        },
        {
            "warning SF0404: contexts[0].hooks.before_init[0] 'c': The command after ';' runs even if the one before it fails; use "
            + "&& or several commands.",
            Commands("before_init", "a; b")
        },
        {
            "error SF0405: contexts[0].hooks.before_init[0] 'c': The command is empty, which is a syntax error in the shell; "
            + "remove it.",
            Commands("before_init", " ")
        },
        {
            "error SF0406: contexts: They have 27 different priorities; the order is encoded in one letter, so use at most 26, "
            + "including 0, which the plugin's main context has.",
            new TestPlugin { DeclaredContexts = [.. Enumerable.Range(1, 26).Select(i => new Context("c") { Priority = i })] }
        },
        {
            "error SF0501: contexts[0].mounted_files[0] '../x': The path is not a file in the workspace; use one below "
            + "/mnt/workspace/ without '..', for example tmp/config.json.",
            Files(new MountedFile("../x", ""))
        },
        {
            "error SF0501: contexts[0].mounted_files[0] 'tmp/../../x': The path is not a file in the workspace; use one below "
            + "/mnt/workspace/ without '..', for example tmp/config.json.",
            Files(new MountedFile("tmp/../../x", ""))
        },
        {
            "error SF0501: contexts[0].mounted_files[0] '/etc/passwd': The path is not a file in the workspace; use one below "
            + "/mnt/workspace/ without '..', for example tmp/config.json.",
            Files(new MountedFile("/etc/passwd", ""))
        },
        {
            "error SF0501: contexts[0].mounted_files[0] '/mnt/workspace/../x': The path is not a file in the workspace; use one "
            + "below /mnt/workspace/ without '..', for example tmp/config.json.",
            Files(new MountedFile("/mnt/workspace/../x", ""))
        },
        {
            "error SF0501: contexts[0].mounted_files[0] 'tmp/': The path is not a file in the workspace; use one below "
            + "/mnt/workspace/ without '..', for example tmp/config.json.",
            Files(new MountedFile("tmp/", ""))
        },
        {
            "error SF0501: contexts[0].mounted_files[0]: The path is not a file in the workspace; use one below /mnt/workspace/ "
            + "without '..', for example tmp/config.json.",
            Files(new MountedFile("", ""))
        },
        {
            "error SF0502: contexts[0].mounted_files[0] 'tmp/big': The file has 2000001 bytes, but the platform accepts at most "
            + "2000000; download it in a hook instead.",
            Files(new MountedFile("tmp/big", LongPhrase))
        },
        {
            "error SF0503: contexts[0].mounted_files[1] '/mnt/workspace/tmp/x': The context already mounts this file; remove one "
            + "of them.",
            Files(new("tmp/x", ""), new("/mnt/workspace/tmp/x", ""))
        },
        {
            "error SF0504: contexts[0].mounted_files[0] 'plugins/test/plugin.cs': /mnt/workspace/plugins/test/ contains the plugin "
            + "itself; choose another folder.",
            Files(new MountedFile("plugins/test/plugin.cs", ""))
        },
        {
            "error SF0403: binaries[0] 'x': VersionCommand contains a line break or a NUL character, but becomes part of a "
            + "command; remove it.",
            Binaries(new Binary("x") { Amd64 = "https://example.com/x", AtLeast = "1.0", VersionCommand = "version\n" })
        },
        {
            "error SF0601: binaries[0] '../x': The name must be a plain file name of letters, digits, '.', '_', '+' and '-', for "
            + "example kubectl.",
            Binaries(new Binary("../x") { Amd64 = "https://example.com/x" })
        },
        {
            "error SF0601: binaries[0]: The name must be a plain file name of letters, digits, '.', '_', '+' and '-', for example "
            + "kubectl.",
            Binaries(new Binary("") { Amd64 = "https://example.com/x" })
        },
        {
            "error SF0602: binaries[1] 'x': Another binary has this name; remove one of them.",
            Binaries(new("x") { Amd64 = "https://example.com/x" }, new("x") { Amd64 = "https://example.com/x" })
        },
        { "error SF0603: binaries[0] 'x': It has no download; set Amd64, Arm64 or both.", Binaries(new Binary("x")) },
        {
            "error SF0604: binaries[0].riscv64 'x': Unknown architecture 'riscv64'; workers are amd64 or arm64.",
            Binaries(new Binary("x", new Dictionary<string, Download> { ["riscv64"] = "https://example.com/x" }))
        },
        {
            "error SF0605: binaries[0].amd64 'x': 'x.tar.gz' is not an absolute http or https URL.",
            Binaries(new Binary("x") { Amd64 = "x.tar.gz" })
        },
        { "error SF0605: binaries[0].amd64 'x': '/x' is not an absolute http or https URL.", Binaries(new Binary("x") { Amd64 = "/x" }) },
        {
            "error SF0605: binaries[0].amd64 'x': 'ftp://example.com/x' is not an absolute http or https URL.",
            Binaries(new Binary("x") { Amd64 = "ftp://example.com/x" })
        },
        {
            "error SF0605: binaries[0].amd64 'x': 'https://example.com/a b' is not an absolute http or https URL.",
            Binaries(new Binary("x") { Amd64 = "https://example.com/a b" })
        },
        {
            "error SF0606: binaries[0].arm64 'x': 'abc' is not a SHA-256 checksum: 64 hexadecimal digits.",
            Binaries(new Binary("x") { Arm64 = new("https://example.com/x", "abc") })
        },
        {
            "error SF0606: binaries[0].arm64 'x': 'gfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff' is not a "
            + "SHA-256 checksum: 64 hexadecimal digits.",
            Binaries(new Binary("x") { Arm64 = new("https://example.com/x", "g" + new string('f', 63)) })
        },
        {
            "warning SF0607: binaries[0].amd64 'x': The program can be changed in transit; use https, or set its SHA-256.",
            Binaries(new Binary("x") { Amd64 = "http://example.com/x" })
        },
        { "error SF0701: policies[0]: The name is empty.", Policies(new Policy("", PolicyType.Plan, "package spacelift")) },
        {
            "error SF0702: policies[0] 'p': Unknown policy type 'GIT_PUSH'; use one of PUSH, PLAN, TRIGGER, APPROVAL, NOTIFICATION.",
            Policies(new Policy("p", new PolicyType("GIT_PUSH"), "package spacelift"))
        },
        {
            "error SF0702: policies[0] 'p': Unknown policy type ''; use one of PUSH, PLAN, TRIGGER, APPROVAL, NOTIFICATION.",
            Policies(new Policy("p", default, "package spacelift"))
        },
        {
            "error SF0703: policies[0] 'p': The body is empty; put the policy's Rego source there.",
            Policies(new Policy("p", PolicyType.Plan, "\n"))
        },
        {
            "error SF0704: policies[0] 'p': Unknown engine type 'REGO_V2'; use one of REGO_V0, REGO_V1.",
            Policies(new Policy("p", PolicyType.Plan, "package spacelift") { EngineType = new("REGO_V2") })
        },
        { "error SF0801: webhooks[0]: The name is empty.", Hook(new Webhook("", "https://example.com")) },
        { "error SF0802: webhooks[0] 'w': 'example.com' is not an absolute http or https URL.", Hook(new Webhook("w", "example.com")) },
        {
            "warning SF0803: webhooks[0] 'w': The parameter 'S' signs the calls but is not sensitive; make it sensitive.",
            new TestPlugin
            {
                DeclaredParameters = [new("S") { Required = true }],
                DeclaredWebhooks = [new("w", "https://example.com") { SecretFromParameter = "S" }],
            }
        },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void A_broken_rule_is_reported_with_its_location_and_a_fix(string expected, TestPlugin plugin)
    {
        var findings = Generated.Findings(plugin);

        var finding = Assert.Single(findings, finding => finding.Rule.Code == CodeOf(expected));
        Assert.Equal(expected, finding.ToString());
        // What breaks one rule may also deserve a warning, but no other error.
        Assert.All(findings, other => Assert.True(other == finding || !other.IsError, other.ToString()));
    }

    [Fact]
    public void Every_rule_of_definitions_has_a_case()
    {
        var tested = Broken.Select(row => CodeOf(row.Data.Item1)).ToHashSet();
        // Rules of the source and of manifests have tests of their own, on real files.
        var all = AllRules.Select(rule => rule.Code)
            .Where(code => !code.StartsWith("SF09", StringComparison.Ordinal) && !code.StartsWith("SF11", StringComparison.Ordinal));
        Assert.Empty(all.Except(tested));
    }

    [Fact]
    public void Codes_are_unique() => Assert.Equal(AllRules.Count, AllRules.DistinctBy(rule => rule.Code).Count());

    [Fact]
    public void A_rule_is_listed_among_the_diagnostics()
    {
        var rows = File.ReadAllText(Repository.PathOf("docs", "diagnostics", "README.md"));
        Assert.All(AllRules, rule => Assert.Contains(
            $"\n| [{rule.Code}]({rule.Code}.md) | {rule.Level} | {rule.Title} | ", rows, StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_are_reported_together()
    {
        var plugin = new TestPlugin
        {
            PluginName = "a/b",
            DeclaredParameters = [new("A") { Required = true, Default = "x" }],
            DeclaredContexts = [new("c") { Env = [new("X"), new("Y", "a\nb")], Hooks = new() { BeforeInit = ["a\nb"] } }],
        };

        var codes = Generated.Findings(plugin).Where(finding => finding.IsError).Select(finding => finding.Rule.Code);

        Assert.Equal(["SF0101", "SF0203", "SF0303", "SF0306", "SF0403"], codes);
    }

    [Fact]
    public void What_is_right_has_no_finding()
    {
        var plugin = new TestPlugin
        {
            PluginName = "My Plugin 2.0",
            DeclaredParameters = [Secret, new("Ratio") { Type = ParameterType.Number, Default = 0.5 }, new(
                "Strict") { Type = ParameterType.Boolean, Default = false }],
            DeclaredContexts =
            [
                new("main")
                {
                    Env = [Variable.From("API_TOKEN", Secret), Variable.From(
                        "RATIO", "Ratio"), Variable.From("STRICT", "strict"), new("EMPTY", ""), new("_x", "")],
                    Hooks = new() { BeforePlan = ["test -f x || { echo 'no' && exit 1 }"] },
                    MountedFiles =
                        [new("tmp/./config.json", ""), new("/mnt/workspace/tmp/b", new string('x', 2_000_000)), new("source/..a", "")],
                },
                new("second") { Priority = -1, Env = [new("EMPTY", "again")] },
            ],
            DeclaredBinaries =
            [
                new("g++") { Amd64 = new("https://example.com/x?y=1;z=2", new string('A', 64)) },
                new("_x") { Amd64 = new("http://example.com/x", new string('0', 64)), Arm64 = "https://example.com/x" },
            ],
            DeclaredPolicies = [new("p", PolicyType.Plan, "package spacelift") { EngineType = PolicyEngineType.RegoV1 }],
            DeclaredWebhooks = [new("w", "http://localhost:8080/hook") { SecretFromParameter = Secret }],
        };

        Assert.Empty(Generated.Findings(plugin));
    }

    [Fact]
    public void A_parameter_that_only_signs_calls_is_used() => Assert.Empty(Generated.Findings(new TestPlugin
    {
        DeclaredParameters = [Secret],
        DeclaredWebhooks = [new("w", "https://example.com") { SecretFromParameter = Secret }],
    }));

    [Fact]
    public void A_surrogate_is_found_in_every_text_of_a_manifest()
    {
        var plugin = new Surrogates
        {
            PluginName = Unpaired,
            PluginVersion = Unpaired,
            DeclaredDescription = Unpaired,
            DeclaredParameters = [new(Unpaired) { Id = Unpaired, Description = Unpaired, Default = Unpaired }],
            DeclaredContexts =
            [
                new(Unpaired)
                {
                    Description = Unpaired,
                    Labels = [Unpaired],
                    Env = [new(Unpaired, Unpaired)],
                    MountedFiles = [new(Unpaired, Unpaired)],
                    Hooks = new() { BeforeInit = ["true", Unpaired] },
                },
            ],
            DeclaredBinaries = [new("tool") { Amd64 = "https://example.com/" + Unpaired }],
            DeclaredWebhooks = [new(Unpaired, "https://example.com/" + Unpaired) { Labels = [Unpaired] }],
            DeclaredPolicies = [new(Unpaired, PolicyType.Plan, Unpaired) { Labels = [Unpaired] }],
        };
        Assert.Equal(
            [
                "name", "version", "description", "author", "labels[0]",
                "parameters[0].name", "parameters[0].id", "parameters[0].description", "parameters[0].default",
                "contexts[0].name_prefix", "contexts[0].description", "contexts[0].labels[0]",
                "contexts[0].env[0].key", "contexts[0].env[0].value", "contexts[0].mounted_files[0].path",
                "contexts[0].mounted_files[0].content", "contexts[0].hooks.before_init[1]",
                "binaries[0].amd64",
                "webhooks[0].name_prefix", "webhooks[0].endpoint", "webhooks[0].labels[0]",
                "policies[0].name_prefix", "policies[0].body", "policies[0].labels[0]",
            ],
            Generated.Findings(plugin).Where(finding => finding.Rule.Code == "SF0103").Select(finding => finding.Place));
    }

    [Fact]
    public void A_finding_names_its_level_and_only_errors_are_errors()
    {
        var findings = new Findings();
        findings.Add(Rules.VariableKeyNotPortable, "place", "", "A message.");
        Assert.False(findings.HasErrors);
        Assert.Equal("warning SF0310: place: A message.", findings.All[0].ToString());
        findings.Add(Rules.PluginName, "name", "x", "Another.");
        Assert.True(findings.HasErrors);
        Assert.Equal("error SF0101: name 'x': Another.", findings.All[1].ToString());
        Assert.Equal("suggestion", new Rule("SF0001", RuleSeverity.Suggestion, "x").Level);
    }

    [Theory]
    [InlineData(2_000_000, false)]
    [InlineData(2_000_001, true)]
    public void A_manifest_over_the_limit_of_a_file_has_a_warning(int size, bool warned)
    {
        var warning = ManifestLimit.Warning(size);
        Assert.Equal(
            warned
                ? "warning: the manifest is 2000001 bytes. Spacelift accepts 2000000 per mounted file, which no file here exceeds, "
                    + "but does not document a limit for manifests."
                : null,
            warning);
    }

    [Fact]
    public void A_manifest_over_the_limit_of_the_tool_is_an_error()
    {
        Assert.Null(ManifestLimit.Error(16_000_000));
        Assert.Equal(
            "The manifest would have 16000001 bytes, and at most 16000000 are read. Fetch large files in a hook instead of mounting them.",
            ManifestLimit.Error(16_000_001));
    }

    [Theory]
    [InlineData("a\0b", "SF0403")]
    [InlineData("a\rb", "SF0403")]
    [InlineData("\t", "SF0405")]
    [InlineData("a;b", "SF0404")]
    [InlineData("a && b", null)]
    public void A_command_is_one_line_without_semicolons(string command, string? code) =>
        Assert.Equal(code, CommandText.Check(command)?.Rule.Code);

    [Fact]
    public void As_many_priorities_as_letters_are_right() => Assert.Empty(Generated.Findings(new TestPlugin
    {
        DeclaredContexts = [.. Enumerable.Range(0, 26).Select(i => new Context("c") { Priority = i })],
    }));

    [Fact]
    public void A_sensitive_default_is_not_repeated()
    {
        var plugin = WithVariable(new Parameter("A") { Required = true, Sensitive = true, Default = "hunter2" }, new(
            "N")
        { Type = ParameterType.Number, Sensitive = true, Default = "hunter2" });

        Assert.All(Generated.Findings(plugin), finding => Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal));
    }

    // "error SF0101: name: ..."
    static string CodeOf(string finding) => finding.Split(' ', ':')[1];

    static List<Rule> AllRules =>
        [.. typeof(Rules).GetFields().Select(rule => (Rule)rule.GetValue(null)!)];

    static TestPlugin WithVariable(params Parameter[] parameters) => new()
    {
        DeclaredParameters = parameters,
        DeclaredContexts =
            [new("c") { Env = [.. parameters.DistinctBy(parameter => parameter.Id ?? parameter.Name)
                .Select((parameter, i) => Variable.From(((char)('A' + i)).ToString(), parameter))] }],
    };

    static TestPlugin Env(params Variable[] variables) => With([], variables);

    static TestPlugin With(Parameter[] parameters, params Variable[] variables) =>
        new() { DeclaredParameters = parameters, DeclaredContexts = [new("c") { Env = variables }] };

    static TestPlugin Files(params MountedFile[] files) => new() { DeclaredContexts = [new("c") { MountedFiles = files }] };

    static TestPlugin Commands(string phase, params string[] commands) =>
        new() { DeclaredContexts = [new("c") { Hooks = new(new Dictionary<string, IReadOnlyList<string>> { [phase] = commands }) }] };

    static TestPlugin Binaries(params Binary[] binaries) => new() { DeclaredBinaries = binaries };

    static TestPlugin Policies(params Policy[] policies) => new() { DeclaredPolicies = policies };

    static TestPlugin Hook(params Webhook[] webhooks) => new() { DeclaredWebhooks = webhooks };
}
