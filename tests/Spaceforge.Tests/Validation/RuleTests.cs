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

    /// <summary>Rule, place, what the message names, and the plugin that breaks the rule and no other.</summary>
    public static TheoryData<string, string, string, TestPlugin> Broken => new()
    {
        { "SF0101", "name", "my-plugin", new TestPlugin { PluginName = "" } },
        { "SF0101", "name", "'../up'", new TestPlugin { PluginName = "../up" } },
        { "SF0101", "name", "'a/b'", new TestPlugin { PluginName = "a/b" } },
        { "SF0101", "name", "'$(id)'", new TestPlugin { PluginName = "$(id)" } },
        { "SF0101", "name", "'a\nb'", new TestPlugin { PluginName = "a\nb" } },
        { "SF0101", "name", "plugin_binaries", new TestPlugin { PluginName = "Plugin Binaries" } },
        { "SF0102", "version", "1.0.0", new TestPlugin { PluginVersion = " " } },
        { "SF0103", "contexts[0].mounted_files[0].content", "surrogate", Files(new MountedFile("tmp/x", "a\uD800b")) },
        { "SF0103", "binaries[0].version_command", "surrogate",
            Binaries(new Binary("x") { Amd64 = "https://example.com/x", VersionCommand = "\uD800" }) },
        { "SF0201", "parameters[0]", "name", WithVariable(new Parameter("") { Id = "x", Required = true }) },
        { "SF0202", "parameters[1] 'B'", "'x'",
            WithVariable(new("A") { Id = "x", Required = true }, new("B") { Id = "x", Required = true }) },
        { "SF0202", "parameters[0] 'A'", "empty", WithVariable(new Parameter("A") { Id = "", Required = true }) },
        { "SF0203", "parameters[0] 'A'", "'x'", WithVariable(new Parameter("A") { Required = true, Default = "x" }) },
        { "SF0204", "parameters[0] 'A'", "give it a default or make it required", WithVariable(new Parameter("A")) },
        { "SF0205", "parameters[0] 'A'", "'abc'", WithVariable(new Parameter("A") { Type = ParameterType.Number, Default = "abc" }) },
        { "SF0205", "parameters[0] 'A'", "'30'", WithVariable(new Parameter("A") { Default = 30 }) },
        { "SF0205", "parameters[0] 'A'", "'true'", WithVariable(new Parameter("A") { Default = true }) },
        { "SF0205", "parameters[0] 'A'", "'yes'", WithVariable(new Parameter("A") { Type = ParameterType.Boolean, Default = "yes" }) },
        { "SF0205", "parameters[0] 'A'", "finite", WithVariable(new Parameter("A") { Type = ParameterType.Number, Default = double.NaN }) },
        { "SF0206", "parameters[1] 'A'", "installer",
            WithVariable(new("A") { Id = "x", Required = true }, new("A") { Id = "y", Required = true }) },
        { "SF0207", "parameters[0] 'A'", "use it in a variable of a context",
            new TestPlugin { DeclaredParameters = [new("A") { Required = true }] } },
        { "SF0208", "Listing.Names 'Names'", "'Int32[]'", new Listing { Names = [] } },
        { "SF0209", "Fixed.Level 'Level'", "get and init", new Fixed() },
        { "SF0301", "contexts[0].env[0]", "API_KEY", Env(new Variable("", "x")) },
        { "SF0301", "contexts[0].env[0] 'A=B'", "'='", Env(new Variable("A=B", "x")) },
        { "SF0301", "contexts[0].env[0] 'A B'", "spaces", Env(new Variable("A B", "x")) },
        { "SF0302", "contexts[0].env[1] 'X'", "already", Env(new("X", "1"), new("X", "2")) },
        { "SF0303", "contexts[0].env[0] 'X'", "or a parameter to take it from", Env(new Variable("X")) },
        { "SF0304", "contexts[0].env[0] 'X'", "remove one of them",
            With([Secret], new Variable("X", "1") { ValueFromParameter = Secret }) },
        { "SF0305", "contexts[0].env[1] 'X'", "'nope'", With([Secret], Variable.From("A", Secret), Variable.From("X", "nope")) },
        { "SF0305", "contexts[0].env[0] 'X'", "'other'",
            Env(Variable.From("X", new Parameter("Other") { Id = "other", Required = true })) },
        { "SF0305", "webhooks[0] 'w'", "'nope'", Hook(new Webhook("w", "https://example.com") { SecretFromParameter = "nope" }) },
        { "SF0306", "contexts[0].env[0] 'X'", "line break", Env(new Variable("X", "a\nb")) },
        { "SF0306", "contexts[0].env[0] 'X'", "line break", Env(new Variable("X", "a\rb")) },
        { "SF0307", "contexts[0].env[0] 'X'", "'API Token'", With([Secret], Variable.From("X", Secret) with { Sensitive = false }) },
        {
            "SF0308", "contexts[0].env[0] 'X'", "'A'",
            With(
                [new("A") { Id = "x", Required = true }, new("A") { Id = "y", Required = true }],
                Variable.From("X", "A"), Variable.From("Y", "x"), Variable.From("Z", "y"))
        },
        { "SF0309", "contexts[0].env[0] 'A'", "line break", WithVariable(new Parameter("A") { Default = "a\nb" }) },
        { "SF0310", "contexts[0].env[0] 'my-key'", "letters", Env(new Variable("my-key", "x")) },
        { "SF0401", "contexts[0]", "name", new TestPlugin { DeclaredContexts = [new("")] } },
        { "SF0402", "contexts[0].hooks.before_everything 'c'", "'before_everything'", Commands("before_everything", "echo x") },
        { "SF0402", "contexts[0].hooks.AfterPlan 'c'", "Did you mean after_plan?", Commands("AfterPlan", "echo x") },
        { "SF0403", "contexts[0].hooks.before_init[1] 'c'", "line break", Commands("before_init", "true", "a\nb") },
        { "SF0404", "contexts[0].hooks.before_init[0] 'c'", "&&", Commands("before_init", "a; b") },
        { "SF0405", "contexts[0].hooks.before_init[0] 'c'", "empty", Commands("before_init", " ") },
        { "SF0406", "contexts", "27",
            new TestPlugin { DeclaredContexts = [.. Enumerable.Range(1, 26).Select(i => new Context("c") { Priority = i })] } },
        { "SF0501", "contexts[0].mounted_files[0] '../x'", "..", Files(new MountedFile("../x", "")) },
        { "SF0501", "contexts[0].mounted_files[0] 'tmp/../../x'", "..", Files(new MountedFile("tmp/../../x", "")) },
        { "SF0501", "contexts[0].mounted_files[0] '/etc/passwd'", "/mnt/workspace/", Files(new MountedFile("/etc/passwd", "")) },
        { "SF0501", "contexts[0].mounted_files[0] '/mnt/workspace/../x'", "..", Files(new MountedFile("/mnt/workspace/../x", "")) },
        { "SF0501", "contexts[0].mounted_files[0] 'tmp/'", "file", Files(new MountedFile("tmp/", "")) },
        { "SF0501", "contexts[0].mounted_files[0]", "file", Files(new MountedFile("", "")) },
        { "SF0502", "contexts[0].mounted_files[0] 'tmp/big'", "2000001", Files(new MountedFile("tmp/big", LongPhrase)) },
        { "SF0503", "contexts[0].mounted_files[1] '/mnt/workspace/tmp/x'", "already",
            Files(new("tmp/x", ""), new("/mnt/workspace/tmp/x", "")) },
        { "SF0504", "contexts[0].mounted_files[0] 'plugins/test/plugin.cs'",
            "/mnt/workspace/plugins/test/", Files(new MountedFile("plugins/test/plugin.cs", "")) },
        { "SF0403", "binaries[0] 'x'", "line break",
            Binaries(new Binary("x") { Amd64 = "https://example.com/x", AtLeast = "1.0", VersionCommand = "version\n" }) },
        { "SF0601", "binaries[0] '../x'", "file name", Binaries(new Binary("../x") { Amd64 = "https://example.com/x" }) },
        { "SF0601", "binaries[0]", "file name", Binaries(new Binary("") { Amd64 = "https://example.com/x" }) },
        { "SF0602", "binaries[1] 'x'", "Another",
            Binaries(new("x") { Amd64 = "https://example.com/x" }, new("x") { Amd64 = "https://example.com/x" }) },
        { "SF0603", "binaries[0] 'x'", "Amd64", Binaries(new Binary("x")) },
        { "SF0604", "binaries[0].riscv64 'x'", "'riscv64'",
            Binaries(new Binary("x", new Dictionary<string, Download> { ["riscv64"] = "https://example.com/x" })) },
        { "SF0605", "binaries[0].amd64 'x'", "'x.tar.gz'", Binaries(new Binary("x") { Amd64 = "x.tar.gz" }) },
        { "SF0605", "binaries[0].amd64 'x'", "'/x'", Binaries(new Binary("x") { Amd64 = "/x" }) },
        { "SF0605", "binaries[0].amd64 'x'", "'ftp://example.com/x'", Binaries(new Binary("x") { Amd64 = "ftp://example.com/x" }) },
        { "SF0605", "binaries[0].amd64 'x'", "a b", Binaries(new Binary("x") { Amd64 = "https://example.com/a b" }) },
        { "SF0606", "binaries[0].arm64 'x'", "'abc'", Binaries(new Binary("x") { Arm64 = new("https://example.com/x", "abc") }) },
        { "SF0607", "binaries[0].amd64 'x'", "https", Binaries(new Binary("x") { Amd64 = "http://example.com/x" }) },
        { "SF0701", "policies[0]", "name", Policies(new Policy("", PolicyType.Plan, "package spacelift")) },
        { "SF0702", "policies[0] 'p'", "'GIT_PUSH'", Policies(new Policy("p", new PolicyType("GIT_PUSH"), "package spacelift")) },
        { "SF0702", "policies[0] 'p'", "NOTIFICATION", Policies(new Policy("p", default, "package spacelift")) },
        { "SF0703", "policies[0] 'p'", "empty", Policies(new Policy("p", PolicyType.Plan, "\n")) },
        { "SF0704", "policies[0] 'p'", "REGO_V1",
            Policies(new Policy("p", PolicyType.Plan, "package spacelift") { EngineType = new("REGO_V2") }) },
        { "SF0801", "webhooks[0]", "name", Hook(new Webhook("", "https://example.com")) },
        { "SF0802", "webhooks[0] 'w'", "'example.com'", Hook(new Webhook("w", "example.com")) },
        {
            "SF0803", "webhooks[0] 'w'", "is not sensitive; make it sensitive",
            new TestPlugin
            {
                DeclaredParameters = [new("S") { Required = true }],
                DeclaredWebhooks = [new("w", "https://example.com") { SecretFromParameter = "S" }],
            }
        },
    };

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void A_broken_rule_is_reported_with_its_location_and_a_fix(string code, string place, string mentioned, TestPlugin plugin)
    {
        var findings = Generated.Findings(plugin);

        var finding = Assert.Single(findings, finding => finding.Rule.Code == code);
        Assert.Contains(place, finding.ToString(), StringComparison.Ordinal);
        Assert.Contains(mentioned, finding.ToString(), StringComparison.Ordinal);
        // What breaks one rule may also deserve a warning, but no other error.
        Assert.All(findings, other => Assert.True(other == finding || !other.IsError, other.ToString()));
    }

    [Fact]
    public void Every_rule_of_definitions_has_a_case()
    {
        var tested = Broken.Select(row => row.Data.Item1).ToHashSet();
        // Rules of the source and of manifests have tests of their own, on real files.
        var all = AllRules.Select(rule => rule.Code)
            .Where(code => !code.StartsWith("SF09", StringComparison.Ordinal) && !code.StartsWith("SF11", StringComparison.Ordinal));
        Assert.Empty(all.Except(tested));
    }

    [Fact]
    public void Codes_are_unique() => Assert.Equal(AllRules.Count, AllRules.DistinctBy(rule => rule.Code).Count());

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
                        "RATIO", "Ratio"), Variable.From("STRICT", "strict"), new("EMPTY", "")],
                    Hooks = new() { BeforePlan = ["test -f x || { echo 'no' && exit 1 }"] },
                    MountedFiles =
                        [new("tmp/./config.json", ""), new("/mnt/workspace/tmp/b", new string('x', 2_000_000)), new("source/..a", "")],
                },
                new("second") { Priority = -1, Env = [new("EMPTY", "again")] },
            ],
            DeclaredBinaries = [new("g++") { Amd64 = new("https://example.com/x?y=1;z=2", new string('A', 64)) }],
            DeclaredPolicies = [new("p", PolicyType.Plan, "package spacelift") { EngineType = PolicyEngineType.RegoV1 }],
            DeclaredWebhooks = [new("w", "http://localhost:8080/hook") { SecretFromParameter = Secret }],
        };

        Assert.Empty(Generated.Findings(plugin));
    }

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
        Assert.Equal(warned, warning is not null);
        if (warned) Assert.StartsWith("warning: the manifest is 2000001 bytes.", warning, StringComparison.Ordinal);
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
