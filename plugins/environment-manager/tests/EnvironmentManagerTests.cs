using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>The plugin environment-manager, with the environments of a fake Spacelift.</summary>
public sealed class EnvironmentManagerTests : IDisposable
{
    const string Password = "hunter2-of-the-shop";
    const string Key = "-----BEGIN KEY-----\nhunter3-in-a-line\n-----END KEY-----\n";

    static readonly string TestData = Repository.PathOf("plugins", "environment-manager", "testdata");

    readonly FakeSpacelift _spacelift = new();
    readonly PluginHarness<EnvironmentManager> _harness = new();
    readonly FakeStack _shop = new() { Id = "shop", Name = "Shop" };
    readonly FakeStack _sandbox = new() { Id = "sandbox", Name = "Sandbox" };
    readonly FakeContext _shared = new() { Id = "shared", Name = "Shared" };

    public EnvironmentManagerTests()
    {
        _spacelift.Stacks.Add(_shop);
        _spacelift.Stacks.Add(_sandbox);
        _spacelift.Contexts.Add(_shared);
        _harness.Spacelift = _spacelift;
        _harness.RetryDelay = TimeSpan.Zero;
        _harness.WriteFile("environments.yaml", File.ReadAllText(Path.Combine(TestData, "environments.yaml")));
        _harness.WriteFile("app.json", File.ReadAllText(Path.Combine(TestData, "app.json")));
        _harness.Environment["SHOP_PASSWORD"] = Password;
        _harness.Environment["SHOP_KEY"] = Key;
        Set("run_type", "TRACKED");
        Set("stack_branch", "main");
        Set("commit_branch", "main");
    }

    public void Dispose()
    {
        _harness.Dispose();
        _spacelift.Dispose();
    }

    [Fact]
    public async Task The_plan_shows_what_differs_and_changes_nothing()
    {
        Give(_shop.Config, "LOG_LEVEL", "debug");
        Give(_shop.Config, "AWS_REGION", "eu-west-1");
        Give(_shop.Config, "OLD_NAME", "old");
        Give(_shop.Config, "BY_HAND", "kept");
        Give(_sandbox.Config, "TF_VAR_size", "1");
        Give(_sandbox.Config, "LEFT", "over");
        var outcome = await RunAsync(Hook.AfterPlan);

        var report = outcome.Markdown[^1];
        AssertHas(report,
            "8 to add, 1 to change, 2 to remove, 2 unchanged.",
            "The changes will be applied after the run's apply phase.",
            "| 🟢 Add | context shared | `LOG_LEVEL` |  | `warning` |",
            "| **🔴 Remove** | stack sandbox | `LEFT` | `over` |  |",
            "| 🟡 Change | stack shop | `LOG_LEVEL` | `debug` | `info` |",
            "| 🟢 Add | stack shop | `TF_VAR_license` |  | *not shown* |",
            "| 🟢 Add | stack shop | `TF_VAR_password` |  | *not shown* |",
            "| 🟢 Add | stack shop | `TF_VAR_version` |  | `1.10` |",
            "| 🟢 Add | stack shop | `source/app.json` |  | *file* |",
            "| 🟢 Add | stack shop | `tls/key.pem` |  | *not shown* |",
            "| **🔴 Remove** | stack shop | `OLD_NAME` | `old` |  |",
            "| stack shop | `BY_HAND` |");
        Assert.DoesNotContain("not-for-everyone", report, StringComparison.Ordinal);
        Assert.Equal(
            """{"counts":{"add":8,"change":1,"remove":2,"unchanged":2,"unmanaged":1},"drift":false,"removed":["stack sandbox: LEFT","stack shop: OLD_NAME"]}""",
            outcome.PolicyInputs["environment_manager"].ToJsonString());
        AssertNoSecrets(outcome);
        Assert.DoesNotContain(_spacelift.Requests, request => request.Body.Contains("mutation", StringComparison.Ordinal));

        var decision = _harness.EvaluatePolicies(PolicyType.Plan);
        Assert.Equal(["2 to remove: stack sandbox: LEFT, stack shop: OLD_NAME"], decision.Warnings);
    }

    [Fact]
    public async Task What_was_shown_is_applied_and_then_nothing_differs()
    {
        Give(_shop.Config, "OLD_NAME", "old");
        Give(_shop.Config, "BY_HAND", "kept");
        Give(_sandbox.Config, "LEFT", "over");
        await RunAsync(Hook.AfterPlan);
        var outcome = await RunAsync(Hook.AfterApply);

        AssertHas(outcome.Markdown[^1], "All changes were applied.");
        AssertHas(outcome.Log, "Applied: Add variable TF_VAR_password of stack shop", "Applied: Remove variable OLD_NAME of stack shop");
        Assert.Equal(("3", false), (Value(_shop.Config, "TF_VAR_size"), _shop.Config.Single(element => element.Id == "TF_VAR_size").WriteOnly));
        Assert.Equal((Password, true), (Value(_shop.Config, "TF_VAR_password"), _shop.Config.Single(element => element.Id == "TF_VAR_password").WriteOnly));
        Assert.Equal(new FakeConfigElement { Id = "source/app.json", Value = "eyJjdXJyZW5jeSI6ICJFVVIifQo=", IsFile = true }, _shop.Config.Single(element => element.IsFile && !element.WriteOnly));
        Assert.Equal("kept", Value(_shop.Config, "BY_HAND"));
        Assert.DoesNotContain(_shop.Config, element => element.Id == "OLD_NAME");
        Assert.Equal(["TF_VAR_size"], _sandbox.Config.Select(element => element.Id));
        Assert.Equal(["warning", "eu-west-1"], [Value(_shared.Config, "LOG_LEVEL"), Value(_shared.Config, "AWS_REGION")]);
        AssertNoSecrets(outcome);

        AssertHas((await RunAsync(Hook.AfterPlan)).Markdown[^1], "0 to add, 0 to change, 0 to remove, 11 unchanged.", "Nothing has to be changed.");
    }

    [Fact]
    public async Task A_write_only_value_is_compared_by_its_checksum()
    {
        Give(_shop.Config, "TF_VAR_password", Password, writeOnly: true);
        Give(_shop.Config, "TF_VAR_license", "another-license", writeOnly: true);
        Give(_shop.Config, "TF_VAR_size", "3", writeOnly: true);
        var report = (await RunAsync(Hook.AfterPlan)).Markdown[^1];
        Assert.DoesNotContain("TF_VAR_password", report, StringComparison.Ordinal);
        AssertHas(report, "| 🟡 Change | stack shop | `TF_VAR_license` | *not shown* | *not shown* |", "| 🟡 Change | stack shop | `TF_VAR_size` | *not shown* | `3` |");
    }

    [Theory]
    [InlineData("run_type", "PROPOSED", "only tracked runs do that")]
    [InlineData("run_type", "TESTING", "only tracked runs do that")]
    [InlineData("commit_branch", "feature", "the commit is not on the stack's branch")]
    [InlineData("local_preview", "true", "this is a local run")]
    public async Task Other_runs_only_show_the_plan(string name, string value, string reason)
    {
        Set(name, value);
        AssertHas((await RunAsync(Hook.AfterPlan)).Markdown[^1], $"Nothing will be applied: {reason}.");
        AssertHas((await RunAsync(Hook.AfterApply)).Log, $"Nothing is applied: {reason}.");
        Set("final_run_state", "FINISHED");
        _harness.Parameters["environment_manager_unconfirmed"] = "true";
        await RunAsync(Hook.AfterRun);
        Assert.Empty(_shop.Config);
    }

    [Fact]
    public async Task Drift_detection_calls_it_drift()
    {
        Set("run_type", "PROPOSED");
        Set("run_trigger", "drift_detection");
        var outcome = await RunAsync(Hook.AfterPlan);
        Assert.StartsWith("# Drift of environments\n", outcome.Markdown[^1], StringComparison.Ordinal);
        Assert.Equal(["11 settings drifted from the file"], _harness.EvaluatePolicies(PolicyType.Plan).Warnings);
    }

    [Theory]
    [InlineData(false, "FINISHED", 0)]
    [InlineData(true, "FAILED", 0)]
    [InlineData(true, "FINISHED", 8)]
    public async Task A_run_without_an_apply_phase_applies_only_if_that_is_allowed(bool isAllowed, string state, int applied)
    {
        _harness.Parameters["environment_manager_unconfirmed"] = isAllowed ? "true" : "false";
        await RunAsync(Hook.AfterPlan);
        Set("final_run_state", state);
        var outcome = await RunAsync(Hook.AfterRun);
        Assert.Equal(applied, _shop.Config.Count);
        Assert.Equal(!isAllowed, outcome.Log.Contains("11 changes were not applied: the run had no apply phase", StringComparison.Ordinal));

        // What after_apply has done is not done again.
        await RunAsync(Hook.AfterPlan);
        await RunAsync(Hook.AfterApply);
        var requests = _spacelift.Requests.Count;
        await RunAsync(Hook.AfterRun);
        Assert.Equal(requests, _spacelift.Requests.Count);
    }

    [Fact]
    public async Task Only_what_was_shown_is_applied()
    {
        AssertHas((await RunAsync(Hook.AfterApply, exitCode: 1)).Log, "Nothing was applied: this run has shown no plan");

        await RunAsync(Hook.AfterPlan);
        Give(_sandbox.Config, "NEW", "by hand");
        AssertHas((await RunAsync(Hook.AfterApply, exitCode: 1)).Log, "Nothing was applied: the environments, or the values of secrets, have changed");

        await RunAsync(Hook.AfterPlan);
        _harness.Environment["SHOP_PASSWORD"] = "another-password";
        AssertHas((await RunAsync(Hook.AfterApply, exitCode: 1)).Log, "Nothing was applied: the environments, or the values of secrets, have changed");
        Assert.Empty(_shop.Config);
    }

    [Fact]
    public async Task What_does_not_exist_stops_everything()
    {
        _harness.WriteFile("environments.yaml", "stacks: {shop: {variables: {A: x}}, shpo: {variables: {A: x}}}\ncontexts: {nowhere: {variables: {A: x}}}\n");
        var outcome = await RunAsync(Hook.AfterPlan, exitCode: 1);
        AssertHas(outcome.Log, "environments.yaml names what does not exist or may not be read, so nothing is applied:", "- context nowhere", "- stack shpo");
        Assert.Empty(outcome.PolicyInputs);
        Assert.Equal(
            ["environment-manager wrote no result, so removals were not checked"], _harness.EvaluatePolicies(PolicyType.Plan).Warnings);
    }

    [Fact]
    public async Task A_missing_permission_stops_everything()
    {
        _spacelift.Forbidden.Add("context");
        Assert.Contains("unauthorized", (await RunAsync(Hook.AfterPlan, exitCode: 1)).Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_fails_stops_the_rest_and_the_report_says_how_far_it_got()
    {
        await RunAsync(Hook.AfterPlan);
        _spacelift.Forbidden.Add("stackConfigAdd");
        var outcome = await RunAsync(Hook.AfterApply, exitCode: 1);
        AssertHas(outcome.Markdown[^1], "Only the first 2 of 11 changes were applied.");
        AssertHas(outcome.Log, "Only the first 2 of 11 changes were applied. Add variable TF_VAR_size of stack sandbox:");
        Assert.Equal((2, 0), (_shared.Config.Count, _shop.Config.Count));
    }

    [Fact]
    public async Task An_API_key_is_used_instead_of_the_runs_token()
    {
        _spacelift.ApiKeys.Add(new FakeApiKey { Id = "key", Secret = "secret-of-the-key" });
        _harness.Parameters["environment_manager_key_id"] = "key";
        AssertHas((await RunAsync(Hook.AfterPlan, exitCode: 1)).Log, "'API key ID' and 'API key secret' must be set together.");

        _harness.Parameters["environment_manager_key_secret"] = "secret-of-the-key";
        var outcome = await RunAsync(Hook.AfterPlan);
        Assert.Contains(_spacelift.Requests, request => request.Body.Contains("apiKeyUser", StringComparison.Ordinal));
        Assert.DoesNotContain("secret-of-the-key", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_says_the_same_as_YAML()
    {
        _harness.Parameters["environment_manager_file"] = "environments.json";
        _harness.WriteFile("environments.json", """{"stacks":{"shop":{"variables":{"A":1.10,"B":true,"C":{"value":"x","writeOnly":true}},"files":{"f":{"content":"a\nb\n"}}}}}""");
        var report = (await RunAsync(Hook.AfterPlan)).Markdown[^1];
        AssertHas(report, "4 to add", "| `A` |  | `1.10` |", "| `B` |  | `true` |", "| `C` |  | *not shown* |", "| `f` |  | *file* |");
    }

    [Theory]
    [InlineData("stacks: [", "is not valid YAML: the first error is at line ")]
    [InlineData("stacks: {a: {variables: {A: x, A: y}}}", "is not valid YAML")]
    [InlineData("stacks: [a,\nb]\n", "goes on in a line without indentation")]
    [InlineData("a:\n  : b\n", "a value has no key, or a tag is not a URI")]
    [InlineData("!![", "a value has no key, or a tag is not a URI")]
    [InlineData("a: &a [*a]\n", "is n")]
    [InlineData("[a]", "must have 'stacks' or 'contexts'")]
    [InlineData("{}", "must have 'stacks' or 'contexts'")]
    [InlineData("stack: {}", "unknown key 'stack'; known are: contexts, stacks")]
    [InlineData("stacks: {shop: {variable: {}}}", "stacks.shop: unknown key 'variable'; known are: variables, files, remove, exclusive")]
    [InlineData("stacks: {shop: {variables: {A: {value: x, fromEnvironment: X}}}}", "must have either 'value' or 'fromEnvironment'")]
    [InlineData("stacks: {shop: {variables: {A: {value: x, writeonly: true}}}}", "unknown key 'writeonly'")]
    [InlineData("stacks: {shop: {variables: {A: {value: x, writeOnly: maybe}}}}", "stacks.shop.variables.A.writeOnly: must be true or false")]
    [InlineData("stacks: {shop: {variables: {A: }}}", "stacks.shop.variables.A: must be a text")]
    [InlineData("stacks: {shop: {variables: {A: {fromEnvironment: NOT_SET}}}}", "the environment variable NOT_SET is not set")]
    [InlineData("stacks: {shop: {variables: {A-B: x}}}", "'A-B' is not the name of a variable")]
    [InlineData("stacks: {shop: {variables: {TF_VAR_spacelift_run_id: x}}}", "Spacelift itself sets this variable")]
    [InlineData("stacks: {shop: {variables: {A: \"a\\nb\"}}}", "a variable cannot have several lines; use a file")]
    [InlineData("stacks: {shop: {files: {../a: {content: x}}}}", "'../a' is not a path relative to /mnt/workspace")]
    [InlineData("stacks: {shop: {files: {a: {content: x, source: y}}}}", "must have one of 'content', 'source' and 'fromEnvironment'")]
    [InlineData("stacks: {shop: {files: {a: {source: ../../etc/passwd}}}}", "stacks.shop.files.a: cannot read '../../etc/passwd'")]
    [InlineData("stacks: {shop: {files: {A: {content: x}}, variables: {A: x}}}", "'A' is a variable and a file")]
    [InlineData("stacks: {shop: {remove: [A], variables: {A: x}}}", "'A' is also set")]
    [InlineData("stacks: {shop: {remove: A}}", "must be a list of names")]
    [InlineData("stacks: {shop: !secret x}", "has the unknown tag !secret at line 1")]
    [InlineData("stacks: {\"a/b\": {}}", "'a/b' is not an id")]
    [InlineData("a: 1\n---\nb: 1\n", "must have one document")]
    public async Task A_mistake_in_the_file_is_named(string yaml, string message)
    {
        _harness.WriteFile("environments.yaml", yaml);
        Assert.Contains(message, (await RunAsync(Hook.AfterPlan, exitCode: 1)).Log, StringComparison.Ordinal);
        Assert.Empty(_spacelift.Requests);
    }

    [Fact]
    public async Task A_file_of_aliases_cannot_grow_without_bounds()
    {
        var lines = Enumerable.Range(1, 15).Select(level => $"x-{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]");
        _harness.WriteFile("environments.yaml", $"x-0: &a0 [x]\n{string.Join('\n', lines)}\nstacks: {{}}\n");
        AssertHas((await RunAsync(Hook.AfterPlan, exitCode: 1)).Log, "environments.yaml is nested too deeply, or too large.");

        _harness.WriteFile("environments.yaml", new string('[', 10_000));
        AssertHas((await RunAsync(Hook.AfterPlan, exitCode: 1)).Log, "environments.yaml is nested too deeply, or too large.");
    }

    [Fact]
    public async Task A_link_is_not_read()
    {
        File.Delete(Path.Combine(_harness.ProjectRoot, "environments.yaml"));
        File.CreateSymbolicLink(Path.Combine(_harness.ProjectRoot, "environments.yaml"), Path.Combine(TestData, "environments.yaml"));
        await RunAsync(Hook.AfterPlan, exitCode: 1);
        Assert.Empty(_spacelift.Requests);

        File.Delete(Path.Combine(_harness.ProjectRoot, "environments.yaml"));
        AssertHas((await RunAsync(Hook.AfterPlan, exitCode: 1)).Log, "environments.yaml does not exist in the project root.");
    }

    [Fact]
    public async Task Its_policy_reads_what_it_gives()
    {
        Give(_shop.Config, "OLD_NAME", "old");
        await RunAsync(Hook.AfterPlan);
        Assert.Equal(["1 to remove: stack shop: OLD_NAME"], _harness.EvaluatePolicies(PolicyType.Plan).Warnings);
    }

    static void Give(IList<FakeConfigElement> config, string name, string value, bool writeOnly = false) =>
        config.Add(new FakeConfigElement { Id = name, Value = value, WriteOnly = writeOnly });

    static string Value(IList<FakeConfigElement> config, string name) => config.Single(element => element.Id == name).Value;

    static void AssertHas(string text, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));

    static void AssertNoSecrets(HookOutcome outcome)
    {
        var all = outcome.Log + string.Concat(outcome.Markdown) + string.Concat(outcome.PolicyInputs.Values.Select(input => input.ToJsonString()));
        Assert.DoesNotContain("hunter", all, StringComparison.Ordinal);
    }

    void Set(string name, string value) => _harness.Environment[$"TF_VAR_spacelift_{name}"] = value;

    async Task<HookOutcome> RunAsync(Hook hook, int exitCode = 0)
    {
        var outcome = await _harness.RunAsync(hook, TestContext.Current.CancellationToken);
        Assert.True(outcome.ExitCode == exitCode, outcome.Log);
        return outcome;
    }
}
