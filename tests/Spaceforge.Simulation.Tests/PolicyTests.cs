using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spaceforge.Simulation.Tests;

/// <summary>What policies do to a simulated run, with real Terraform plans.</summary>
public sealed class PolicyTests : IDisposable
{
    const string Plan = """
        package spacelift

        deny contains sprintf("no %s", [resource.address]) if {
          some resource in created_resources
          resource.name == "bad"
        }

        warn contains sprintf("careful with %s", [resource.address]) if {
          some resource in created_resources
          resource.name == "risky"
        }
        """;

    // As in the product's description: no field of that name is documented, so nothing is sent.
    const string Unsafe = """
        package spacelift
        webhook[{"endpoint_id": "security-alerts"}] {
        input.run_updated.run.marked_unsafe == true
        }
        """;

    // For the engine that policies have by default.
    const string Notification = """
        package spacelift

        slack[{"channel_id": "C0000000001", "message": message}] {
          run := input.run_updated.run
          run.state == ["FAILED", "UNCONFIRMED", "FINISHED"][_]
          message := sprintf("%s of %s is %s: %s", [run.type, input.run_updated.stack.name, run.state, input.run_updated.note])
        }

        webhook[{"endpoint_id": endpoint.id, "payload": {"spacelift::logs::planning": {"log": "<spacelift::logs::planning>"}}}] {
          endpoint := input.webhook_endpoints[_]
          endpoint.labels[_] == "runs"
          input.run_updated.state == "FINISHED"
        }

        pull_request[{"commit": input.run_updated.run.commit.hash, "body": "spacelift::logs::planning"}] {
          input.run_updated.state == "UNCONFIRMED"
        }
        """;

    const string Approval = """
        package spacelift

        approve if input.run.state == "QUEUED"

        approve if count(input.reviews.current.approvals) > 1

        reject if count(input.reviews.current.rejections) > 0
        """;

    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Theory]
    [InlineData("bad", 1, "FAILED", "deny", "init passed|plan passed|apply skipped|after_run passed")]
    [InlineData("risky", 0, "FINISHED", "warn", "init passed|plan passed|apply passed|after_run passed")]
    [InlineData("good", 0, "FINISHED", "allow", "init passed|plan passed|apply passed|after_run passed")]
    public async Task A_plan_of_Terraform_is_denied_warned_of_or_allowed(
        string name, int exitCode, string state, string outcome, string phases)
    {
        WritePlugin(("guard", "PLAN", "REGO_V1", Plan));
        WriteStack(name);
        var result = await _simulated.RunAsync(exitCode, "one.yaml", "--source", "stack", "--run-type", "tracked");

        Assert.Equal(state, result.FinalState);
        Assert.Equal(phases.Split('|'), result.Phases);
        Assert.Contains($"final {state}", result.Log);
        var decision = Assert.Single(Decisions(result, "PLAN"));
        Assert.Equal(outcome, Text(decision, "outcome"));
        Assert.Equal("PLANNING", Text(decision, "run_state"));
        if (outcome == "allow") return;

        var rule = outcome == "deny" ? "deny" : "warn";
        var policy = decision.GetProperty("policies")[0];
        var fired = policy.GetProperty("fired")[0];
        var resource = fired.GetProperty("values").GetProperty("resource");
        Assert.Equal((rule, $"terraform_data.{name}"), (Text(fired, "rule"), Text(resource, "address")));
        Assert.True(policy.GetProperty("body")[0].GetProperty("covered").ValueKind == JsonValueKind.Null);
        Assert.True(policy.GetProperty("body")[outcome == "deny" ? 4 : 9].GetProperty("covered").GetBoolean());
        Assert.False(policy.GetProperty("body")[outcome == "deny" ? 9 : 4].GetProperty("covered").GetBoolean());
        // The plan's texts are hashed, as sanitized() makes them.
        Assert.Contains("\"input\":\"18320619\"", decision.GetProperty("input").GetRawText().Replace(" ", ""), StringComparison.Ordinal);
        Assert.Contains(
            outcome == "deny" ? "Denied by policy: no terraform_data.bad" : "Plan policy warning: careful with terraform_data.risky",
            _simulated.Last.Output, StringComparison.Ordinal);
        if (outcome == "deny") Assert.Contains("Failing the run as per plan policy", _simulated.Last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_that_deploys_by_itself_waits_where_a_policy_warns()
    {
        WritePlugin(("guard", "PLAN", "REGO_V1", Plan), ("tell", "NOTIFICATION", null, Notification));
        WriteStack("risky");
        var result = await _simulated.RunAsync(3, "one.yaml", "--source", "stack", "--run-type", "tracked", "--autodeploy");
        Assert.Equal("UNCONFIRMED", result.FinalState);
        Assert.Equal(["init passed", "plan passed"], result.Phases);
        Assert.Contains("Blocked by policy warnings", Messages(result).Single(), StringComparison.Ordinal);

        WriteStack("good");
        result = await _simulated.RunAsync(0, "one.yaml", "--source", "stack", "--run-type", "tracked", "--autodeploy");
        Assert.Equal(
            ["QUEUED", "PREPARING", "INITIALIZING", "PLANNING", "APPLYING", "FINISHED"],
            result.Json.GetProperty("states").EnumerateArray().Select(state => state.GetString()));
        Assert.Contains("apply passed", result.Phases);
    }

    [Fact]
    public async Task Notifications_of_each_state_are_shown_and_sent_nowhere()
    {
        WritePlugin(("guard", "PLAN", "REGO_V1", Plan), ("tell", "NOTIFICATION", null, Notification));
        WriteStack("bad");
        var result = await _simulated.RunAsync(1, "one.yaml", "--source", "stack", "--run-type", "tracked");
        Assert.Equal(["TRACKED of simulation is FAILED: denied by plan policy"], Messages(result));

        WriteStack("good");
        result = await _simulated.RunAsync(0, "one.yaml", "--source", "stack", "--run-type", "tracked");
        Assert.Equal(["TRACKED of simulation is UNCONFIRMED: ", "TRACKED of simulation is FINISHED: "], Messages(result));
        Assert.Equal(
            ["QUEUED", "PREPARING", "INITIALIZING", "PLANNING", "UNCONFIRMED", "CONFIRMED", "APPLYING", "FINISHED"],
            Decisions(result, "NOTIFICATION").Select(decision => Text(decision, "run_state")));
        var comment = Sent(result, "pull_request").Single();
        Assert.Contains("terraform_data.good", Text(comment, "body"), StringComparison.Ordinal);
        Assert.Equal(new string('0', 40).Length, Text(comment, "commit").Length);
        var payload = Sent(result, "webhook").Single().GetProperty("payload");
        // Placeholders are replaced in values, not in keys.
        var log = Text(payload.GetProperty("spacelift::logs::planning"), "log");
        Assert.StartsWith("<", log, StringComparison.Ordinal);
        Assert.Contains("terraform_data.good", log, StringComparison.Ordinal);
        Assert.Contains("slack message to the channel 'C0000000001' by the policy 'tell'", _simulated.Last.Output, StringComparison.Ordinal);
        Assert.Contains("webhook call of 'hook'", _simulated.Last.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad", 1, "FAILED", "deny")]
    [InlineData("risky", 0, "FINISHED", "warn")]
    [InlineData("good", 0, "FINISHED", "allow")]
    public async Task The_policy_of_the_products_description_is_asked_in_each_state(string name, int exitCode, string state, string outcome)
    {
        WritePlugin(("guard", "PLAN", "REGO_V1", Plan), ("security-alerts", "NOTIFICATION", null, Unsafe));
        WriteStack(name);
        var result = await _simulated.RunAsync(exitCode, "one.yaml", "--source", "stack", "--run-type", "tracked");
        Assert.Equal((state, outcome), (result.FinalState, Text(Decisions(result, "PLAN").Single(), "outcome")));
        var decisions = Decisions(result, "NOTIFICATION");
        Assert.Equal(
            result.Json.GetProperty("states").EnumerateArray().Select(entry => entry.GetString()),
            decisions.Select(decision => Text(decision, "run_state")));
        Assert.All(decisions, decision => Assert.Equal(0, decision.GetProperty("sent").GetArrayLength()));

        // The same input with the field sends to the plugin's webhook.
        var input = JsonNode.Parse(decisions[^1].GetProperty("input").GetRawText())!;
        input["run_updated"]!["run"]!["marked_unsafe"] = true;
        _simulated.Folder.Write("input.json", input.ToJsonString());
        var eval = (await _simulated.Tool.RunAsync(
            "policy", "eval", "one.yaml", "--type", "NOTIFICATION", "--input", "input.json", "--json")).ShouldExit(0);
        Assert.Contains("security-alerts", eval.Output, StringComparison.Ordinal);
        Assert.Contains("\"channel\":\"webhook\"", eval.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 3, "UNCONFIRMED", "undecided")]
    [InlineData("--approve", 3, "UNCONFIRMED", "undecided")]
    [InlineData("--approve --approve", 0, "FINISHED", "approve")]
    [InlineData("--approve --approve --reject", 1, "FAILED", "reject")]
    public async Task Reviews_of_the_command_line_answer_approval_policies(string reviews, int exitCode, string state, string outcome)
    {
        WritePlugin(("ask", "APPROVAL", "REGO_V1", Approval));
        var result = await _simulated.RunAsync(
            exitCode,
            [
                "one.yaml", "--run-type", "tracked", "--phase", "apply=echo applied",
                .. reviews.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            ]);
        Assert.Equal(state, result.FinalState);
        Assert.Equal(state == "FINISHED", result.Log.Contains("applied"));
        Assert.Equal(outcome, Text(Decisions(result, "APPROVAL")[^1], "outcome"));
        if (outcome == "undecided") Assert.Contains("--approve", Text(result.Json, "note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_nobody_approves_is_not_scheduled()
    {
        WritePlugin(("ask", "APPROVAL", "REGO_V1", "package spacelift\n\napprove if count(input.reviews.current.approvals) > 0\n"));
        var result = await _simulated.RunAsync(3, "one.yaml");
        Assert.Equal(("QUEUED", 0), (result.FinalState, result.Phases.Count));
        Assert.Equal("FINISHED", (await _simulated.RunAsync(0, "one.yaml", "--approve")).FinalState);
        var rejecting = Policy("no", "type: APPROVAL", "package spacelift\n\nreject := true\n");
        result = await _simulated.RunAsync(1, "one.yaml", "--approve", "--policy", rejecting);
        Assert.Equal("FAILED", result.FinalState);
        Assert.Empty(result.Log);
    }

    [Fact]
    public async Task A_warning_holds_a_proposed_run_for_review_where_a_policy_approves()
    {
        WritePlugin(
            ("guard", "PLAN", "REGO_V1", "package spacelift\n\nwarn contains \"look\"\n"), ("ask", "APPROVAL", "REGO_V1", Approval));
        Assert.Equal("PENDING_REVIEW", (await _simulated.RunAsync(3, "one.yaml")).FinalState);
        Assert.Equal("FINISHED", (await _simulated.RunAsync(0, "one.yaml", "--approve", "--approve")).FinalState);
    }

    [Fact]
    public async Task The_input_has_the_commit_of_git_the_stack_and_what_hooks_wrote()
    {
        _simulated.Folder.Write("stack/infra/notes.txt", "");
        await Git("init", "-q", "-b", "trunk");
        await Git("add", ".");
        await Git("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.com", "commit", "-qm", "First\n\nBecause.");
        // A configuration that would run a program if git were asked for more than what is stored.
        await Git("config", "core.fsmonitor", "touch ../ran");
        await Git("config", "log.showSignature", "true");
        await Git("config", "gpg.program", _simulated.Folder.WriteScript("gpg", "touch ../ran"));
        _simulated.Write(new PluginManifest("one").Context("one", ("after_plan", "echo '{\"high\": 2}' >scan.custom.spacelift.json")));
        var policy = Policy("scan", "type: PLAN\nengine_type: REGO_V1", """
            package spacelift

            deny contains sprintf("%d findings", [input.third_party_metadata.custom.scan.high]) if {
              input.third_party_metadata.custom.scan.high > 1
            }
            """);
        var result = await _simulated.RunAsync(
            1, "one.yaml", "--source", "stack", "--project-root", "infra", "--labels", "a,b", "--env", "TOKEN=secret-value",
            "--policy", policy);
        var decision = Decisions(result, "PLAN").Single();
        Assert.Equal("2 findings", decision.GetProperty("denials")[0].GetString());
        var spacelift = decision.GetProperty("input").GetProperty("spacelift");
        var commit = spacelift.GetProperty("commit");
        Assert.Equal(("Jane Doe", "trunk", "First\n\nBecause."), (Text(commit, "author"), Text(commit, "branch"), Text(commit, "message")));
        Assert.Equal((await Git("rev-parse", "HEAD")).Trim(), Text(commit, "hash"));
        Assert.Equal(("PROPOSED", "PLANNING"), (Text(spacelift.GetProperty("run"), "type"), Text(spacelift.GetProperty("run"), "state")));
        Assert.Equal("infra", Text(spacelift.GetProperty("stack"), "project_root"));
        Assert.Equal("[\"a\",\"b\"]", spacelift.GetProperty("stack").GetProperty("labels").GetRawText());
        Assert.Equal(JsonValueKind.Null, decision.GetProperty("input").GetProperty("terraform").ValueKind);
        Assert.Equal("*****", Text(spacelift.GetProperty("run").GetProperty("runtime_config").GetProperty("environment"), "TOKEN"));
        Assert.False(File.Exists(_simulated.Folder.PathOf("ran")));
    }

    [Theory]
    [InlineData("smart", "plain", "a1e53e1c")]
    [InlineData("none", "plain", "hidden")]
    [InlineData("all", "65f90475", "a1e53e1c")]
    public async Task Texts_of_the_plan_are_sanitized_as_the_option_says(string mode, string plain, string hidden)
    {
        WritePlugin(("guard", "PLAN", "REGO_V1", Plan));
        _simulated.Folder.Write("stack/main.tf", """
            resource "terraform_data" "a" { input = "plain" }
            resource "terraform_data" "b" { input = sensitive("hidden") }
            """);
        var result = await _simulated.RunAsync(0, "one.yaml", "--source", "stack", "--sanitize", mode);
        var changes = Decisions(result, "PLAN").Single().GetProperty("input").GetProperty("terraform").GetProperty("resource_changes");
        string Value(int index) => Text(changes[index].GetProperty("change").GetProperty("after"), "input");
        Assert.Equal((plain, hidden), (Value(0), Value(1)));
    }

    [Fact]
    public async Task A_policy_that_cannot_be_evaluated_fails_the_run()
    {
        WritePlugin(("guard", "PLAN", "REGO_V1", "package spacelift\n\nwarn contains \"a\"\nx := 1 if true\nx := 2 if input.spacelift\nwarn contains \"b\" if x == 1\n"));
        var result = await _simulated.RunAsync(1, "one.yaml");
        Assert.Equal("FAILED", result.FinalState);
        Assert.Contains("could not be evaluated", Text(result.Json, "note"), StringComparison.Ordinal);
        Assert.Contains("eval_conflict_error", _simulated.Last.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_cannot_take_the_machine_the_terminal_or_secrets()
    {
        WritePlugin(
            ("guard", "PLAN", "REGO_V1", "package spacelift\n\ndeny contains \"\\u001b[2J\\u009b31m red ::error::x secret-value\"\n"),
            ("endless", "NOTIFICATION", "REGO_V1", """
                package spacelift

                inbox contains {"title": "x"} if count([1 | some a in numbers.range(1, 100000); some b in numbers.range(1, 100000); a + b < 0]) > 0
                """));
        var result = await _simulated.RunAsync(1, "one.yaml", "--env", "TOKEN=secret-value", "--time-limit", "20s");
        Assert.Equal("FAILED", result.FinalState);
        Assert.DoesNotContain("\u001b[2J", _simulated.Last.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u009b", _simulated.Last.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", _simulated.Last.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", result.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mkfifo spacelift.plan.json")]
    [InlineData("ln -s /etc/passwd spacelift.plan.json")]
    [InlineData("echo '{' >spacelift.plan.json")]
    [InlineData("echo '[]' >spacelift.plan.json")]
    [InlineData("truncate -s 200M spacelift.plan.json")]
    public async Task What_a_hook_leaves_as_the_plan_is_read_with_limits(string command)
    {
        WritePlugin(("guard", "PLAN", "REGO_V1", "package spacelift\n\nwarn contains \"no plan\" if is_null(input.terraform)\n"));
        var exitCode = command.Contains("echo", StringComparison.Ordinal) ? 0 : 1;
        var result = await _simulated.RunAsync(exitCode, "one.yaml", "--phase", $"plan={command}");
        Assert.Contains("spacelift.plan.json", result.Warnings, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", result.Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_with_policies_say_of_which_type_they_are()
    {
        WritePlugin();
        var guessed = Policy("guessed", null, "package spacelift\n\ndeny contains \"x\"\n");
        Assert.Equal("FAILED", (await _simulated.RunAsync(1, "one.yaml", "--policy", guessed)).FinalState);
        var unknown = Policy("unknown", null, "package spacelift\n\nsample := true\n");
        var refused = (await _simulated.Tool.RunAsync("simulate", "one.yaml", "--policy", unknown)).ShouldExit(2);
        Assert.Contains("unknown.yml", refused.Error, StringComparison.Ordinal);
        (await _simulated.Tool.RunAsync("simulate", "one.yaml", "--policy", "none.rego")).ShouldExit(2);
    }

    string Policy(string name, string? description, string body)
    {
        if (description is not null) _simulated.Folder.Write($"{name}.yml", description);
        return _simulated.Folder.Write($"{name}.rego", body);
    }

    void WriteStack(string name) => _simulated.Folder.Write(
        "stack/main.tf", $"resource \"terraform_data\" \"{name}\" {{ input = \"value\" }}\n");

    void WritePlugin(params (string Name, string Type, string? Engine, string Body)[] policies)
    {
        var manifest = new PluginManifest("one")
            .Context("one", ("after_run", "echo \"final $TF_VAR_spacelift_final_run_state\""))
            .Webhook("hook", "https://example.com/", "runs");
        foreach (var policy in policies) manifest.Policy(policy.Name, policy.Type, policy.Engine, policy.Body);
        _simulated.Write(manifest);
    }

    async Task<string> Git(params string[] arguments) =>
        (await new CommandLine("git", ["-C", _simulated.Folder.PathOf("stack"), .. arguments]).RunAsync()).ShouldExit(0).Output;

    static IReadOnlyList<JsonElement> Decisions(RunResult result, string type) =>
        [.. result.Json.GetProperty("policies").EnumerateArray().Where(decision => Text(decision, "type") == type)];

    static IEnumerable<JsonElement> Sent(RunResult result, string channel) => Decisions(result, "NOTIFICATION")
        .SelectMany(decision => decision.GetProperty("sent").EnumerateArray())
        .Where(message => Text(message, "channel") == channel).Select(message => message.GetProperty("content"));

    static IEnumerable<string> Messages(RunResult result) => Sent(result, "slack").Select(content => Text(content, "message"));

    static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
