using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Policies.Tests;

/// <summary>What policies decide, by the tables of the reference.</summary>
public sealed class DecisionTests
{
    [Theory]
    [InlineData("exampledb", "59832d41")]
    [InlineData("mysql", "eae35047")]
    [InlineData("5.7", "fc40d152")]
    [InlineData("Standard_D8s_v5", "f49cf0ed")]
    [InlineData("db.t3.micro", "4f8189cd")]
    [InlineData("default.mysql5.7", "bead1390")]
    [InlineData("none", "79e4fdfe")]
    public void Sanitized_is_the_last_eight_digits(string text, string hash)
    {
        Assert.Equal([hash], V1("PLAN", $"deny contains sanitized(\"{text}\")").Denials);
        Assert.Equal([hash], V0("PLAN", $"deny[x] {{ sanitized(\"{text}\", x) }}").Denials);
    }

    [Fact]
    public void A_denial_fails_the_run_and_its_rule_is_named_with_line_and_values()
    {
        var decision = Make("PLAN", RegoVersion.V1, """
            package spacelift

            deny contains sprintf("no %s", [resource.type]) if {
              some resource in input.terraform.resource_changes
              resource.change.actions[_] == "delete"
            }
            """, PolicyInputs.Read("plan.destroy-everything"));
        Assert.Equal("deny", decision.Outcome);
        Assert.Equal("FAILED", decision.State);
        var fired = decision.Policies[0].Fired;
        Assert.NotEmpty(fired);
        Assert.All(fired, f => Assert.Equal(("deny", 3), (f.Rule, f.Line)));
        Assert.True(fired[0].Values.ContainsKey("resource"));
        Assert.Equal(decision.Denials, fired.Select(f => ((RegoString)f.Value!).Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_variable_called_value_is_among_the_values_of_a_rule()
    {
        var fired = V1("PLAN", "deny contains msg if { value := 1; msg := sprintf(\"%d is bad\", [value]) }").Policies[0].Fired[0];
        Assert.Equal(("\"1 is bad\"", "1"), (fired.Value!.ToString(), fired.Values["value"].ToString()));
    }

    [Theory]
    [InlineData("PROPOSED", false, false, null)]
    [InlineData("PROPOSED", false, true, "PENDING_REVIEW")]
    [InlineData("TRACKED", true, false, "UNCONFIRMED")]
    [InlineData("TRACKED", false, false, "UNCONFIRMED")]
    public void A_warning_stops_a_run_by_its_type(string type, bool autodeploy, bool approval, string? state)
    {
        var input = RegoJson.Parse(
            $$$"""{"spacelift":{"run":{"type":"{{{type}}}"},"stack":{"autodeploy":{{{(autodeploy ? "true" : "false")}}} } } }""");
        var decision = PolicyDecision.Make(
            PolicyKind.Plan, [Text("PLAN", RegoVersion.V1, "package spacelift\nwarn contains \"careful\"")], input,
            new() { HasApprovalPolicy = approval });
        Assert.Equal("warn", decision.Outcome);
        Assert.Equal(["careful"], decision.Warnings);
        Assert.Equal(state, decision.State);
    }

    [Theory]
    [InlineData("created_resources", "create")]
    [InlineData("deleted_resources", "delete")]
    [InlineData("updated_resources", "update")]
    public void Aliases_of_a_plan_are_sets_of_resources(string alias, string action)
    {
        var input = RegoJson.Parse(
            """
            {"terraform":{"resource_changes":[
              {"address":"a","change":{"actions":["create"]}},{"address":"b","change":{"actions":["delete"]}},
              {"address":"c","change":{"actions":["update"]}},{"address":"d","change":{"actions":["delete","create"]}},
              {"address":"e","change":{"actions":["no-op"]}}]}}
            """);
        string[] expected = action switch { "create" => ["a", "d"], "delete" => ["b", "d"], _ => ["c"] };
        Assert.Equal(expected, Make("PLAN", RegoVersion.V0, $"package spacelift\ndeny[r.address] {{ {alias}[r] }}", input).Denials);
        Assert.Equal(
            expected, Make("PLAN", RegoVersion.V1, $"package spacelift\ndeny contains r.address if some r in {alias}", input).Denials);
        Assert.Equal(
            ["d"], Make("PLAN", RegoVersion.V0, "package spacelift\ndeny[r.address] { r := recreated_resources[_] }", input).Denials);
        Assert.Equal(
            ["a", "b", "c", "d"],
            Make("PLAN", RegoVersion.V0, "package spacelift\ndeny[r.address] { r := affected_resources[_] }", input).Denials);
    }

    [Theory]
    [InlineData("track := true", "track")]
    [InlineData("propose := true", "propose")]
    [InlineData("track := true\npropose := true", "track")]
    [InlineData("track := true\nignore := true", "ignore")]
    [InlineData("track := true\nignore_track := true", "ignore")]
    [InlineData("track := true\npropose := true\nignore_track := true", "propose")]
    [InlineData("notify := true", "ignore")]
    [InlineData("sample := true", "ignore")]
    public void A_push_is_decided_by_the_order_of_its_rules(string rules, string outcome) =>
        Assert.Equal(
            outcome, Make("PUSH", RegoVersion.V1, "package spacelift\n" + rules, PolicyInputs.Read("push.tracked-branch")).Outcome);

    [Fact]
    public void Push_policies_are_evaluated_apart_and_one_that_ignores_silences_the_others()
    {
        var decision = PolicyDecision.Make(
            PolicyKind.Push,
            [
                Text("PUSH", RegoVersion.V1, "package spacelift\ntrack if helper\nhelper if true"),
                Text("PUSH", RegoVersion.V0, "package spacelift\nignore { not helper }\nhelper { false }"),
            ],
            PolicyInputs.Read("push.tracked-branch"));
        Assert.Equal(["track", "ignore"], decision.Policies.Select(p => p.Outcome));
        Assert.Equal("ignore", decision.Outcome);
        Assert.NotEmpty(decision.Assumptions);
    }

    [Theory]
    [InlineData("approve := true", "approve")]
    [InlineData("reject := true", "reject")]
    [InlineData("approve := true\nreject := true", "reject")]
    [InlineData("sample := true", "undecided")]
    [InlineData("approve_with_note contains \"fine\"", "approve")]
    [InlineData("reject_with_note contains \"no\"", "reject")]
    public void An_approval_policy_approves_rejects_or_waits(string rules, string outcome) =>
        Assert.Equal(
            outcome, Make("APPROVAL", RegoVersion.V1, "package spacelift\n" + rules, PolicyInputs.Read("approval.unconfirmed")).Outcome);

    [Theory]
    [InlineData("approve_with_note contains \"fine\"\nreject_with_note contains \"no\"", "The reason given: no")]
    [InlineData("approve_with_note contains \"fine\"", "The reason given: fine")]
    public void The_reason_given_is_that_of_the_decision(string rules, string reason) => Assert.Equal(
        [reason], V1("APPROVAL", rules).Effects.Where(effect => effect.Contains("reason", StringComparison.Ordinal)));

    [Theory]
    [InlineData("approve := true", "approve := true", "approve")]
    [InlineData("approve := true", "sample := true", "undecided")]
    [InlineData("approve := true", "reject := true", "reject")]
    public void All_approval_policies_must_approve(string first, string second, string outcome) => Assert.Equal(
        outcome,
        PolicyDecision.Make(
            PolicyKind.Approval,
            [
                Text("APPROVAL", RegoVersion.V1, "package spacelift\n" + first),
                Text("APPROVAL", RegoVersion.V1, "package spacelift\n" + second),
            ],
            PolicyInputs.Read("approval.unconfirmed")).Outcome);

    [Fact]
    public void A_notification_sends_to_every_channel()
    {
        var decision = Make("NOTIFICATION", RegoVersion.V1, """
            package spacelift
            slack contains {"channel_id": "C1", "message": input.run_updated.note}
            webhook contains {"endpoint_id": "w", "payload": {"id": input.run_updated.run.id}}
            inbox contains {"title": "done"} if input.run_updated.state == "FINISHED"
            pull_request contains {"commit": input.run_updated.run.commit.hash, "body": "x"}
            """, PolicyInputs.Read("notification.run-finished"));
        Assert.Equal("send", decision.Outcome);
        Assert.Equal(["inbox", "pull_request", "slack", "webhook"], decision.Sent.Select(s => s.Channel).Order());
        Assert.Equal("w", decision.Sent.Single(s => s.Channel == "webhook").Text("endpoint_id"));
    }

    [Fact]
    public void A_trigger_names_stacks() => Assert.Equal(
        ["a", "b"],
        Make("TRIGGER", RegoVersion.V1, "package spacelift\ntrigger contains \"b\"\ntrigger contains \"a\"", PolicyInputs.Read(
            "trigger.run-finished")).Triggered);

    [Theory]
    [InlineData("{\"stacks\": [{\"id\": \"a\"}]}", "internal error, policy triggered for Stack that doesn't exist")]
    [InlineData("{}", "A tracked run of the stack 'b'")]
    public void A_stack_that_cannot_be_triggered_is_an_internal_error(string input, string effect)
    {
        var effects = Make("TRIGGER", RegoVersion.V1, "package spacelift\ntrigger contains \"b\"", RegoJson.Parse(input)).Effects;
        Assert.Contains(effect, Assert.Single(effects), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("propose := true", "No run starts: the pull request comes from the fork of 'mallory', and no policy sets allow_fork.")]
    [InlineData("propose := true\nallow_fork := true", "A proposed run starts.")]
    [InlineData("notify := true", "The push is ignored.")]
    public void A_fork_starts_a_run_only_where_a_policy_allows_it(string rules, string effect) => Assert.Equal(
        effect, Make("PUSH", RegoVersion.V1, "package spacelift\n" + rules, PolicyInputs.Read("push.pull-request-fork")).Effects[0]);

    [Theory]
    [InlineData("NOTIFICATION", "notification.internal-error", "sample := true", "The error itself is in the inbox even without a policy.")]
    [InlineData("LOGIN", "login.slack", "allow := true", "The action from Slack is allowed.")]
    [InlineData("LOGIN", "login.slack", "sample := true", "The action from Slack is refused.")]
    [InlineData("LOGIN", "login.slack", "sample := 5", "The request from Slack is denied: a policy could not be evaluated.")]
    [InlineData("LOGIN", "login.member", "allow := true\nteam contains \"Ops\"\nteam contains \"Dev\"",
        "The teams of the user are, instead of the input's: Dev, Ops")]
    [InlineData("LOGIN", "login.member", "allow := true\nspace_write contains \"s\"", "The user may write in the spaces: s")]
    [InlineData(
        "LOGIN", "login.member", "allow := true\nroles[\"s\"] contains \"reader\"\nroles.s contains \"admin\"",
        "In the space 's' the user has the roles: admin, reader")]
    [InlineData(
        "INITIALIZATION", "initialization.server", "sample := 5",
        "It is not known what Spacelift would do: a policy could not be evaluated.")]
    [InlineData(
        "INITIALIZATION", "initialization.private-worker", "sample := 5",
        "The private worker does not start: its policy could not be evaluated.")]
    public void What_a_decision_does_is_said(string type, string input, string rules, string effect) => Assert.Contains(
        effect, Make(type, RegoVersion.V1, "package spacelift\n" + rules, PolicyInputs.Read(input)).Effects);

    [Theory]
    [InlineData("plan.autodeploy-with-replacements", "deny contains r.address if some r in created_resources", "created_resources")]
    [InlineData("plan.no-changes", "warn contains \"x\"", "A tracked run without changes")]
    [InlineData("plan.no-changes", "deny contains \"x\"", null)]
    [InlineData("plan.autodeploy-with-replacements", "warn contains \"x\"", null)]
    public void What_is_not_documented_about_plans_is_named_where_it_matters(string input, string rules, string? assumption)
    {
        var assumptions = Make("PLAN", RegoVersion.V1, "package spacelift\n" + rules, PolicyInputs.Read(input)).Assumptions;
        if (assumption is null) Assert.Empty(assumptions);
        else Assert.Contains(assumption, Assert.Single(assumptions), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "deny contains \"x\" if not input.third_party_metadata.custom",
        "here it is absent, and the result would differ if it were {}.")]
    [InlineData("{\"custom\": {}}", "warn contains \"x\" if input.third_party_metadata.custom == {}",
        "here it is {}, and the result would differ if it were absent.")]
    [InlineData("{\"custom\": {}}", "warn contains \"no custom\" if count(input.third_party_metadata) == 0", "here it is {}")]
    [InlineData("{}", "deny contains \"x\" if input.third_party_metadata.custom.scan.failed", null)]
    [InlineData("{\"custom\": {\"scan\": {}}}", "deny contains \"x\" if not input.third_party_metadata.custom", null)]
    public void An_absent_custom_input_is_named_where_an_empty_one_decides_otherwise(string metadata, string rules, string? assumption)
    {
        var input = RegoJson.Parse($$"""{"third_party_metadata": {{metadata}}}""");
        var assumptions = Make("PLAN", RegoVersion.V1, "package spacelift\n" + rules, input).Assumptions;
        if (assumption is null) Assert.Empty(assumptions);
        else Assert.Contains(assumption, Assert.Single(assumptions), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RegoVersion.V1, "deny contains sanitized(input.x)", "5", true)]
    [InlineData(RegoVersion.V0, "deny[sanitized(input.x)] { true }", "5", true)]
    [InlineData(RegoVersion.V1, "deny contains \"x\" if not sanitized(input.x)", "null", true)]
    [InlineData(RegoVersion.V1, "deny contains sanitized(input.x)", "\"5\"", false)]
    [InlineData(RegoVersion.V1, "deny contains sanitized(input.x)\nsanitized(x) := \"own\"", "5", false)]
    [InlineData(RegoVersion.V1, "deny contains \"x\" if { no_text__ := input.x; no_text__ > 1 }", "5", false)]
    public void Sanitized_of_no_text_is_named(RegoVersion version, string rules, string value, bool isNamed)
    {
        var assumptions = Make("PLAN", version, "package spacelift\n" + rules, RegoJson.Parse($$"""{"x": {{value}}}""")).Assumptions;
        if (isNamed) Assert.Contains("What 'sanitized' makes", Assert.Single(assumptions), StringComparison.Ordinal);
        else Assert.Empty(assumptions);
    }

    [Theory]
    [InlineData("{\"u\": [\"U1\"]}", "send")]
    [InlineData("{\"u\": \"U1\"}", "error")]
    [InlineData("{\"k\": \"colour\", \"u\": []}", "error")]
    public void Keys_of_a_message_are_checked_when_it_is_made(string input, string outcome) => Assert.Equal(
        outcome, Make(
            "NOTIFICATION", RegoVersion.V1, """
            package spacelift
            slack contains object.union({"channel_id": "C", "mention_users": input.u}, {k: 1 | k := input.k})
            """,
            RegoJson.Parse(input)).Outcome);

    [Fact]
    public void An_item_without_a_value_has_not_held() =>
        Assert.Empty(V1("PLAN", "deny contains sanitized(input.number)").Policies[0].Fired);

    [Theory]
    [InlineData("LOGIN", "allow := true", "allow")]
    [InlineData("LOGIN", "admin := true", "admin")]
    [InlineData("LOGIN", "admin := true\ndeny_admin := true", "deny")]
    [InlineData("LOGIN", "allow := true\nadmin := true\ndeny_admin := true", "allow")]
    [InlineData("LOGIN", "allow := true\ndeny := true", "deny")]
    [InlineData("LOGIN", "roles[\"space\"] contains \"reader\"\nallow := true", "allow")]
    [InlineData("ACCESS", "write := true", "write")]
    [InlineData("ACCESS", "write := true\ndeny_write := true", "read")]
    [InlineData("ACCESS", "sample := true", "deny")]
    [InlineData("INITIALIZATION", "deny contains \"x\"", "deny")]
    [InlineData("INITIALIZATION", "deny contains \"x\" if run.type == \"NEVER\"", "allow")]
    [InlineData("TASK", "deny contains \"x\" if request.command", "allow")]
    [InlineData("INTENT", "allow contains \"x\"", "allow")]
    [InlineData("INTENT", "allow contains \"x\"\ndeny contains \"y\"", "deny")]
    [InlineData("INTENT", "sample := true", "deny")]
    public void The_other_types_decide(string type, string rules, string outcome) =>
        Assert.Equal(outcome, V1(type, rules).Outcome);

    [Theory]
    [InlineData("PLAN", "{}", "sample := true", null, "The run goes on.")]
    [InlineData("PLAN", "{}", "deny contains \"x\"", "FAILED", "The run fails: denied by plan policy.")]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"PROPOSED"}}}""", "warn contains \"x\"", null,
        "The warnings are shown; a proposed run without an approval policy goes on.")]
    [InlineData("PLAN", "{}", "warn contains \"x\"", "UNCONFIRMED",
        "A tracked run waits to be confirmed, also with autodeploy: blocked by policy warnings.|"
            + "A proposed run shows the warnings and goes on, unless an approval policy is attached.")]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"TRACKED"},"stack":{"autodeploy":true}}}""", "warn contains \"x\"", "UNCONFIRMED",
        "The run waits to be confirmed although the stack deploys by itself: blocked by policy warnings.")]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"TRACKED"}}}""", "warn contains \"x\"", "UNCONFIRMED",
        "The run waits to be confirmed, as it would without warnings.")]
    [InlineData("PLAN", "{}", "sample := 5", null, "It is not known what Spacelift would do: a policy could not be evaluated.")]
    [InlineData("APPROVAL", "{}", "reject := true", "FAILED", "The run is rejected and fails.")]
    [InlineData("APPROVAL", "{}", "reject_with_note contains \"b\"\nreject_with_note contains \"a\"", "FAILED",
        "The run is rejected and fails.|The reason given: a; b")]
    [InlineData("APPROVAL", """{"run":{"state":"QUEUED"}}""", "approve := true", null, "The run is approved and is scheduled.")]
    [InlineData("APPROVAL", """{"run":{"state":"UNCONFIRMED"}}""", "approve := true", null, "The run is approved and can be confirmed.")]
    [InlineData("APPROVAL", """{"run":{"state":"PENDING_REVIEW"}}""", "approve := true", "FINISHED", "The run is approved and finishes.")]
    [InlineData("APPROVAL", "{}", "approve := true", null, "The run is approved.")]
    [InlineData("APPROVAL", "{}", "sample := true", null, "The run waits for more reviews.")]
    [InlineData("TRIGGER", "{}", "sample := true", null, "Nothing is triggered.")]
    [InlineData("TRIGGER", """{"stacks":[{"id":"a"}]}""", "trigger contains \"a\"", null, "A tracked run of the stack 'a' is triggered.")]
    [InlineData("NOTIFICATION", "{}", "sample := true", null, "Nothing is sent.")]
    [InlineData("NOTIFICATION", "{}", "inbox contains {\"title\": \"t\", \"body\": \"b\"}", null, "A notification is in the inbox: t")]
    [InlineData("NOTIFICATION", "{}", "inbox contains {\"body\": \"b\"}", null, "A notification is in the inbox: b")]
    [InlineData("NOTIFICATION", "{}", "inbox contains {\"severity\": \"INFO\"}", null, "A notification is in the inbox: (no text)")]
    [InlineData("NOTIFICATION", "{}", "slack contains {\"channel_id\": \"C1\"}", null, "A message goes to the Slack channel 'C1'.")]
    [InlineData("NOTIFICATION", "{}", "webhook contains {\"endpoint_id\": \"w\"}", null, "The webhook 'w' is called.")]
    [InlineData("NOTIFICATION", "{}", "pull_request contains {\"body\": \"x\"}", null, "A pull request gets a comment.")]
    [InlineData("ACCESS", "{}", "write := true", null, "The user may read and write.")]
    [InlineData("ACCESS", "{}", "read := true", null, "The user may read.")]
    [InlineData("ACCESS", "{}", "read := true\ndeny := true", null, "The user has no access.")]
    [InlineData("INITIALIZATION", "{}", "deny contains \"x\"", "FAILED",
        "The run fails before it starts, as per initialization policy.")]
    [InlineData("INITIALIZATION", "{}", "sample := true", null, "The run starts.")]
    [InlineData("TASK", "{}", "deny contains \"x\"", null, "The task is refused with an error of the API.")]
    [InlineData("TASK", "{}", "sample := true", null, "The task runs.")]
    [InlineData("INTENT", "{}", "deny contains \"x\"", null, "The operation is refused.")]
    [InlineData("INTENT", "{}", "allow contains \"x\"", null, "The operation is allowed.")]
    [InlineData("LOGIN", "{}", "sample := true", null, "The login is refused.")]
    [InlineData("LOGIN", "{}", "sample := 5", null, "It is not known what Spacelift would do: a policy could not be evaluated.")]
    [InlineData("LOGIN", "{}", "admin := true", null, "The user logs in as an administrator.")]
    [InlineData("LOGIN", "{}",
        "allow := true\nspace_read contains \"b\"\nspace_read contains \"a\"\n"
            + "space_write contains \"c\"\nspace_admin contains \"d\"", null,
        "The user logs in.|The user may administer in the spaces: d|"
            + "The user may write in the spaces: c|The user may read in the spaces: a, b")]
    [InlineData("LOGIN", "{}", "deny := true\nteam contains \"Ops\"", null, "The login is refused.")]
    [InlineData("PUSH", "{}", "track := true", null, "The head commit is set, and a tracked run starts.")]
    [InlineData("PUSH", "{}", "track := true\nnotrigger := true\ncancel contains \"r\"", null,
        "The head commit is set, and no run starts.")]
    [InlineData("PUSH", "{}", "propose := true\nnotrigger := true\nprioritize := true", null,
        "A proposed run starts.|On a private worker pool the run goes first.")]
    [InlineData("PUSH", "{}", "ignore := true\nfail := true", null, "The push is ignored.|Its check fails.")]
    [InlineData("PUSH", "{}", "ignore := true\nfail := true\nmessage contains \"b\"\nmessage contains \"a\"", null,
        "The push is ignored.|Its check fails: a; b")]
    [InlineData("PUSH", "{}", "ignore := true\nnotify := true", null,
        "The push is ignored.|It is reported to the version control system.")]
    [InlineData("PUSH", "{}", "ignore := true\nnotify := true\nmessage contains \"b\"\nmessage contains \"a\"", null,
        "The push is ignored.|It is reported to the version control system: a; b")]
    [InlineData("PUSH", "{}",
        "track := true\ncancel contains \"r\"\nexternal_dependency contains \"d\"\n"
            + "lock := \"k\"\nunlock := \"u\"\nmodule_version := \"1.2.3\"", null,
        "The head commit is set, and a tracked run starts.|The run 'r' is cancelled where it is of the same type.|"
            + "The run waits for 'd'.|The stack is locked with the key 'k'.|The lock with the key 'u' is taken away.|The module's version is 1.2.3.")]
    public void Each_outcome_says_what_follows(string type, string input, string rules, string? state, string effects)
    {
        var decision = Make(type, RegoVersion.V1, "package spacelift\n" + rules, RegoJson.Parse(input));
        Assert.Equal(effects.Split('|'), decision.Effects);
        Assert.Equal(state, decision.State);
    }

    [Fact]
    public void Without_a_policy_Spacelift_has_its_own_decision()
    {
        string Outcome(string type) => PolicyDecision.Make(PolicyKind.Find(type)!, [], null).Outcome;
        Assert.Equal(["default", "default", "approve", "allow", "deny", "none", "none"],
            ((string[])["PUSH", "LOGIN", "APPROVAL", "PLAN", "ACCESS", "TRIGGER", "NOTIFICATION"]).Select(Outcome));
        Assert.Equal(
            ["Without a push policy, Spacelift's own decides: track on the stack's branch, propose where files are affected."],
            PolicyDecision.Make(PolicyKind.Push, [], null).Effects);
        Assert.Equal(["Without a policy, members of the account may log in."], PolicyDecision.Make(PolicyKind.Login, [], null).Effects);
    }

    [Theory]
    [InlineData("""{"stack":{"namespace":"Us"},"pull_request":{"head_owner":"us"}}""", true)]
    [InlineData("""{"stack":{"namespace":"us"},"pull_request":{"head_owner":"them"}}""", false)]
    [InlineData("""{"module":{"namespace":"us"},"pull_request":{"head_owner":"them"}}""", false)]
    [InlineData("""{"stack":{"namespace":"us"},"pull_request":{"head_owner":""}}""", true)]
    [InlineData("""{"stack":{"namespace":""},"pull_request":{"head_owner":"them"}}""", true)]
    [InlineData("""{"pull_request":{"head_owner":"them"}}""", true)]
    public void A_pull_request_is_from_a_fork_if_another_namespace_owns_it(string input, bool starts) => Assert.Equal(
        starts,
        Make("PUSH", RegoVersion.V1, "package spacelift\ntrack := true", RegoJson.Parse(input)).Effects[0].Contains(
            "tracked run starts", StringComparison.Ordinal));

    [Theory]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"DESTROY"}}}""", "sample := true", "destroy runs")]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"TESTING"}}}""", "warn contains \"x\"", "a module's test run")]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"TESTING"}}}""", "sample := true", null)]
    [InlineData("PLAN", """{"terraform":{"resource_changes":[{"change":{"actions":["create","delete"]}}]}}""",
        "deny contains \"x\" if count(deleted_resources) > 9", "is among deleted_resources is not")]
    [InlineData("PLAN", """{"terraform":{"resource_changes":[{"change":{"actions":["create"]}},{"change":{"actions":["delete"]}}]}}""",
        "deny contains \"x\" if count(deleted_resources) > 9", null)]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"TRACKED"}},"terraform":{"resource_changes":[{"change":{"actions":["update"]}}]}}""",
        "warn contains \"x\"", null)]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"TRACKED"}},"terraform":{"resource_changes":[{"change":{"actions":["no-op"]}}]}}""",
        "warn contains \"x\"", "A tracked run without changes")]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"TRACKED"}},"terraform":{"resource_changes":[{"change":{"actions":["create"]}}]}}""",
        "warn contains \"x\"", null)]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"TRACKED"}},"terraform":{"resource_changes":[{"change":{"actions":["delete"]}}]}}""",
        "warn contains \"x\"", null)]
    [InlineData("PLAN",
        """{"spacelift":{"run":{"type":"TRACKED"}},"terraform":{"resource_changes":[{"change":{"actions":["create","forget"]}}]}}""",
        "warn contains \"x\"", null)]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"TRACKED"}},"terraform":{}}""", "warn contains \"x\"", null)]
    [InlineData("PLAN", """{"spacelift":{"run":{"type":"PROPOSED"}},"terraform":{"resource_changes":[]}}""", "warn contains \"x\"", null)]
    [InlineData("PLAN", """{"terraform":{"resource_changes":[{"change":{"actions":["create","delete"]}}]}}""",
        "deny contains \"x\" if count(deleted_resources) > count(created_resources)",
        "among created_resources and deleted_resources is not")]
    [InlineData("PUSH", "{}", "track := true\npropose := true", "Where both track and propose are true")]
    [InlineData("PUSH", "{}", "track := true", null)]
    [InlineData("PUSH", "{}", "propose := true", null)]
    [InlineData("PUSH", "{}", "ignore := true", "an ignored push reports a status")]
    [InlineData("PUSH", "{}", "ignore := true\nnotify := true", null)]
    [InlineData("APPROVAL", "{}", "approve := true\nreject := true", "approves and rejects at once")]
    [InlineData("APPROVAL", "{}", "approve := true", null)]
    [InlineData("APPROVAL", "{}", "reject := true", null)]
    [InlineData("PLAN", "{}", "sample := 5", "What Spacelift does with a policy that cannot be evaluated")]
    public void What_was_assumed_is_named_where_it_matters_and_only_there(string type, string input, string rules, string? assumption)
    {
        var assumptions = Make(type, RegoVersion.V1, "package spacelift\n" + rules, RegoJson.Parse(input)).Assumptions;
        if (assumption is null) Assert.Empty(assumptions);
        else Assert.Contains(assumption, Assert.Single(assumptions), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LOGIN", "admin := true", "deny_admin := true\nallow := true", "allow")]
    [InlineData("LOGIN", "admin := true", "deny := true", "deny")]
    [InlineData("LOGIN", "sample := true", "admin := true", "admin")]
    [InlineData("ACCESS", "write := true", "deny_write := true", "read")]
    [InlineData("ACCESS", "write := true", "deny := true", "deny")]
    [InlineData("ACCESS", "read := true", "write := true", "write")]
    [InlineData("ACCESS", "sample := true", "read := true", "read")]
    [InlineData("PLAN", "deny contains \"x\"", "warn contains \"y\"", "deny")]
    [InlineData("PLAN", "sample := true", "warn contains \"y\"", "warn")]
    [InlineData("PUSH", "track := true", "ignore_track := true", "ignore")]
    [InlineData("PUSH", "track := true", "ignore_track := true\npropose := true", "propose")]
    [InlineData("INTENT", "allow contains \"x\"", "deny contains \"x\"", "deny")]
    [InlineData("INTENT", "allow contains \"x\"", "sample := true", "allow")]
    [InlineData("TASK", "sample := true", "deny contains \"x\"", "deny")]
    [InlineData("TRIGGER", "sample := true", "trigger contains \"x\"", "trigger")]
    [InlineData("NOTIFICATION", "sample := true", "inbox contains {\"title\": \"t\"}", "send")]
    [InlineData("PLAN", "sample := 5", "sample := true", "error")]
    public void Policies_of_one_type_decide_together_in_any_order(string type, string first, string second, string outcome)
    {
        PolicyText[] policies = [.. ((string[])[first, second]).Select(rules => Text(type, RegoVersion.V1, "package spacelift\n" + rules))];
        Assert.Equal(outcome, PolicyDecision.Make(PolicyKind.Find(type)!, policies, null).Outcome);
        Assert.Equal(outcome, PolicyDecision.Make(PolicyKind.Find(type)!, [policies[1], policies[0]], null).Outcome);
    }

    [Theory]
    [InlineData("PLAN", "warn contains \"b\"\ndeny contains \"d\"", "warn contains \"a\"\ndeny contains \"c\"", "c;d", "a;b")]
    [InlineData("PLAN", "deny contains \"same\"", "deny contains \"same\"", "same", "")]
    [InlineData("APPROVAL", "reject_with_note contains \"note\"", "approve := true", "note", "")]
    public void Reasons_of_all_policies_are_sorted(string type, string first, string second, string denials, string warnings)
    {
        var decision = Together(type, first, second);
        Assert.Equal((denials, warnings), (string.Join(';', decision.Denials), string.Join(';', decision.Warnings)));
    }

    [Theory]
    [InlineData("PUSH", "track := true", "sample := true",
        "Push policies are taken together rule by rule: each is true where one policy says so.")]
    [InlineData("PUSH", "track := true", "propose := true",
        "Push policies are taken together rule by rule: each is true where one policy says so.|"
            + "Where both track and propose are true, track is taken.")]
    [InlineData("APPROVAL", "approve := true\nreject := true", "approve := true",
        "A policy that approves and rejects at once is taken as a rejection.")]
    [InlineData("APPROVAL", "approve := true", "reject := true", "")]
    [InlineData("PLAN", "deny contains sanitized(input.n)", "sample := true",
        "What 'sanitized' makes of something other than a string is not documented; here it is undefined.")]
    [InlineData("PLAN", "deny contains \"x\" if count(created_resources) > 9", "sample := true",
        "Whether a replaced resource is among created_resources is not documented; here it is.")]
    public void One_of_several_policies_makes_an_assumption(string type, string first, string second, string assumptions)
    {
        var input = RegoJson.Parse("""{"n": 5, "terraform": {"resource_changes": [{"change": {"actions": ["delete", "create"]}}]}}""");
        Assert.Equal(assumptions, string.Join('|', Together(type, first, second, input).Assumptions));
        Assert.Equal(assumptions, string.Join('|', Together(type, second, first, input).Assumptions));
    }

    [Fact]
    public void One_failed_policy_fails_the_decision()
    {
        var decision = Together("PLAN", "sample := 5", "deny contains \"x\"");
        Assert.True(decision.Failed);
        Assert.Equal(["error", "deny"], decision.Policies.Select(policy => policy.Outcome));
    }

    [Fact]
    public void One_policy_of_several_keeps_a_push_from_starting_a_run() => Assert.Equal(
        ["The head commit is set, and no run starts."], Together("PUSH", "track := true", "notrigger := true").Effects);

    [Theory]
    [InlineData("PLAN", """{"worker_version": "1"}""", "It is not known what Spacelift would do: a policy could not be evaluated.")]
    [InlineData("PLAN", """{"slack": {}}""", "It is not known what Spacelift would do: a policy could not be evaluated.")]
    public void What_a_failure_does_depends_on_the_type(string type, string input, string effect) =>
        Assert.Equal([effect], Make(type, RegoVersion.V1, "package spacelift\nsample := 5", RegoJson.Parse(input)).Effects);

    [Fact]
    public void Without_a_policy_an_action_from_Slack_is_refused() => Assert.Equal(
        ["The action from Slack is refused."], PolicyDecision.Make(PolicyKind.Login, [], RegoJson.Parse("""{"slack": {}}""")).Effects);

    [Fact]
    public void An_approval_policy_makes_a_proposed_run_with_warnings_wait()
    {
        var decision = PolicyDecision.Make(
            PolicyKind.Plan, [Text("PLAN", RegoVersion.V1, "package spacelift\nwarn contains \"x\"")],
            RegoJson.Parse("""{"spacelift":{"run":{"type":"PROPOSED"}}}"""), new() { HasApprovalPolicy = true });
        Assert.Equal(["The run waits for a review: blocked by policy warnings."], decision.Effects);
    }

    [Fact]
    public void Flags_are_reset_first_and_added_then()
    {
        var input = RegoJson.Parse("""{"spacelift":{"run":{"flags":["old","kept"]}}}""");
        var decision = Make("PLAN", RegoVersion.V1, "package spacelift\nflag contains \"new\"\nreset_flag contains \"old\"", input);
        Assert.Equal(["kept", "new"], decision.Flags);
        Assert.Equal(["new"], decision.AddedFlags);
        Assert.Equal(["old"], decision.ResetFlags);
        Assert.Contains("who set old", Assert.Single(decision.Assumptions), StringComparison.Ordinal);
    }

    [Fact]
    public void Flags_of_an_approval_are_those_of_its_run()
    {
        var input = RegoJson.Parse("""{"run":{"flags":["b","c","a"]}}""");
        var decision = Make("APPROVAL", RegoVersion.V1, "package spacelift\nreset_flag contains \"a\"\nreset_flag contains \"b\"", input);
        Assert.Equal(["c"], decision.Flags);
        Assert.Contains("who set b, a;", Assert.Single(decision.Assumptions), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flag_of_two_policies_goes_only_where_both_reset_it()
    {
        const string Both = "flag contains \"f\"\nreset_flag contains \"f\"";
        Assert.Equal(["f"], Together("PLAN", Both, Both).ResetFlags);
        Assert.Equal(["f"], Together("PLAN", Both, "sample := true").ResetFlags);
        var one = Text("PLAN", RegoVersion.V1, "package spacelift\nflag contains \"f\"\nreset_flag contains \"f\"");
        var other = Text("PLAN", RegoVersion.V1, "package spacelift\nflag contains \"f\"");
        Assert.Empty(PolicyDecision.Make(PolicyKind.Plan, [one, other], null).ResetFlags);
    }

    [Theory]
    [InlineData("deny contains 5 + input.n", "{\"n\": 1}")]
    [InlineData("sample := input.s", "{\"s\": \"x\"}")]
    [InlineData("sample := true\nsample := input.s", "{\"s\": false}")]
    public void What_cannot_be_evaluated_is_an_error_and_no_permission(string rules, string input)
    {
        var decision = Make("PLAN", RegoVersion.V1, "package spacelift\n" + rules, RegoJson.Parse(input));
        Assert.Equal("error", decision.Outcome);
        Assert.True(decision.Failed);
        Assert.NotEmpty(decision.Policies[0].Errors);
        Assert.NotEmpty(decision.Assumptions);
    }

    [Fact]
    public void A_policy_that_takes_too_long_is_an_error()
    {
        var decision = PolicyDecision.Make(
            PolicyKind.Plan,
            [Text("PLAN", RegoVersion.V1,
                "package spacelift\ndeny contains \"x\" if count([1 | numbers.range(1, 20000)[_]; numbers.range(1, 20000)[_]]) == 0")],
            null, new() { Timeout = TimeSpan.FromMilliseconds(100) });
        Assert.Equal("error", decision.Outcome);
    }

    [Theory]
    [InlineData("PLAN", 45)]
    [InlineData("NOTIFICATION", 10)]
    [InlineData("GIT_PUSH", 10)]
    [InlineData("APPROVAL", 5)]
    [InlineData("TERRAFORM_PLAN", 45)]
    [InlineData("STACK_ACCESS", 5)]
    [InlineData("TASK_RUN", 5)]
    public void Types_have_their_limits_and_old_names(string type, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), PolicyKind.Find(type)!.Timeout);

    [Fact]
    public void Sampling_is_reported() => Assert.True(V1("PLAN", "sample := true").Policies[0].Sampled);

    [Fact]
    public void An_empty_policy_has_the_defaults_of_every_rule()
    {
        foreach (var kind in PolicyKind.All)
        {
            foreach (var version in new[] { RegoVersion.V0, RegoVersion.V1 })
            {
                var decision = PolicyDecision.Make(kind, [new() { Kind = kind, Version = version, Body = "package spacelift" }], null);
                Assert.Empty(decision.Policies[0].Errors);
                Assert.Equal(kind.Rules.Select(r => r.Name)
                    .Order(), decision.Policies[0].Result!.Select(r => ((RegoString)r.Key).Value).Order());
            }
        }
    }

    [Fact]
    public void Every_input_of_the_specification_can_be_evaluated()
    {
        foreach (var name in PolicyInputs.Names)
        {
            var kind = PolicyKind.Find(name.Split('.')[0])!;
            var decision = PolicyDecision.Make(
                kind, [new() { Kind = kind, Body = "package spacelift\nsample { input }" }], PolicyInputs.Read(name));
            Assert.True(decision.Policies[0].Sampled, name);
        }
    }

    static PolicyDecision V1(string type, string rules) => Make(type, RegoVersion.V1, "package spacelift\n" + rules, null);

    static PolicyDecision V0(string type, string rules) => Make(type, RegoVersion.V0, "package spacelift\n" + rules, null);

    static PolicyDecision Make(string type, RegoVersion version, string body, RegoValue? input) =>
        PolicyDecision.Make(PolicyKind.Find(type)!, [Text(type, version, body)], input);

    static PolicyDecision Together(string type, string first, string second, RegoValue? input = null) => PolicyDecision.Make(
        PolicyKind.Find(type)!,
        [Text(type, RegoVersion.V1, "package spacelift\n" + first), Text(type, RegoVersion.V1, "package spacelift\n" + second)],
        input);

    static PolicyText Text(string type, RegoVersion version, string body) =>
        new() { Kind = PolicyKind.Find(type), Version = version, Body = body };
}
