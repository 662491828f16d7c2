using Spaceforge.Rego;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Policies.Tests;

/// <summary>What is known of one policy after its evaluation: errors, rules and lines that held, and what it printed.</summary>
public sealed class PolicyEvaluatorTests
{
    [Theory]
    [InlineData("PLAN", "sample := input.x", "\"s\"", "'sample' is \"s\", and Spacelift reads true or false")]
    [InlineData("PUSH", "lock := input.x", "true", "'lock' is true, and Spacelift reads a string")]
    [InlineData("PLAN", "deny contains input.x", "5", "'deny' is [5], and Spacelift reads a set of strings")]
    [InlineData("NOTIFICATION", "inbox contains input.x", "5", "'inbox' is [5], and Spacelift reads a set of objects")]
    [InlineData("LOGIN", "roles := input.x", "[]", "'roles' is [], and Spacelift reads an object")]
    [InlineData("NOTIFICATION", "slack contains input.x", "{\"channel_id\": 5}",
        "'slack' has {\"channel_id\":5} in it, which needs the key 'channel_id' with a string")]
    [InlineData("NOTIFICATION", "slack contains input.x", "{\"message\": \"m\"}",
        "'slack' has {\"message\":\"m\"} in it, which needs the key 'channel_id' with a string")]
    [InlineData("NOTIFICATION", "pull_request contains input.x", "{\"id\": \"1\"}",
        "'pull_request' has {\"id\":\"1\"} in it, whose 'id' is \"1\", and Spacelift reads a number")]
    [InlineData("NOTIFICATION", "inbox contains input.x", "{\"title\": 5}",
        "'inbox' has {\"title\":5} in it, whose 'title' is 5, and Spacelift reads a string")]
    [InlineData("NOTIFICATION", "webhook contains input.x", "{\"endpoint_id\": \"e\", \"payload\": []}",
        "'webhook' has {\"endpoint_id\":\"e\",\"payload\":[]} in it, whose 'payload' is [], and Spacelift reads an object")]
    [InlineData("NOTIFICATION", "slack contains input.x", "{\"channel_id\": \"C\", \"mention_users\": \"U\"}",
        "'slack' has {\"channel_id\":\"C\",\"mention_users\":\"U\"} in it, whose 'mention_users' is \"U\", and Spacelift reads an array or a set")]
    [InlineData("NOTIFICATION", "inbox contains input.x", "{\"colour\": \"red\"}",
        "'inbox' has {\"colour\":\"red\"} in it, which has the key \"colour\"; its keys are title, body, severity")]
    [InlineData("NOTIFICATION", "inbox contains input.x", "{\"title\": \"t\", \"body\": \"b\"}", null)]
    [InlineData("NOTIFICATION", "pull_request contains input.x", "{\"id\": 1}", null)]
    [InlineData("NOTIFICATION", "slack contains input.x", "{\"channel_id\": \"C\", \"mention_users\": [\"U\"]}", null)]
    [InlineData("NOTIFICATION", "webhook contains input.x", "{\"endpoint_id\": \"e\", \"payload\": {}, \"headers\": {}}", null)]
    public void A_value_of_a_wrong_kind_is_an_error_that_names_it(string type, string rules, string value, string? message)
    {
        var evaluation = Run(type, rules, $"{{\"x\": {value}}}");
        if (message is null) Assert.Empty(evaluation.Errors);
        else AssertError(evaluation, "policy_error", message, 1, 1);
    }

    [Fact]
    public void A_result_without_a_value_is_an_error() => AssertError(
        Run("LOGIN", "roles := {\"space\": {\"reader\"}} if input.x"), "policy_error", "the rule 'result' has no value", 1, 1);

    [Fact]
    public void What_the_check_finds_has_its_code() => Assert.Equal(
        ("SF0709", 2), (Run("PLAN", "sample := 5").Errors[0].Code, Run("PLAN", "sample := 5").Errors[0].Line));

    [Fact]
    public void A_conflict_has_the_place_in_the_policy() => AssertError(
        Run("PLAN", "sample := true\n  sample := input.x", "{\"x\": false}"),
        "eval_conflict_error", "complete rules must not produce multiple outputs", 3, 3);

    [Fact]
    public void A_limit_has_no_place()
    {
        const string Endless = "deny contains \"x\" if { some a in input; some b in input; some c in input; a + b == c + 0.5 }";
        var input = $"[{string.Join(',', Enumerable.Range(0, 5000))}]";
        AssertError(
            Run("PLAN", Endless, input, new() { Timeout = TimeSpan.FromMilliseconds(1) }),
            "eval_limit_error", "longer than 0.001 s (Timeout)", 1, 1);
        AssertError(
            Run("PLAN", Endless, input, left: TimeSpan.FromMilliseconds(2)), "eval_limit_error", "longer than 0.002 s (Timeout)", 1, 1);
    }

    [Fact]
    public void All_policies_of_one_event_have_five_minutes() => AssertError(
        Run("PLAN", "sample := true", left: TimeSpan.Zero),
        "policy_error", "all policies of one event together take more than 5 minutes", 1, 1);

    [Fact]
    public void A_failed_policy_says_nothing()
    {
        var evaluation = Run("PUSH", "track := true\nlock := \"k\"\nlock := input.x\nflag contains \"f\"", "{\"x\": \"l\"}");
        Assert.True(evaluation.Failed);
        Assert.Equal("error", evaluation.Outcome);
        Assert.False(evaluation.Is("track"));
        Assert.Equal("", evaluation.Text("lock"));
        Assert.Empty(evaluation.Texts("flag"));
        Assert.Empty(evaluation.Objects("inbox"));
    }

    [Fact]
    public void Rules_of_the_type_that_held_are_in_the_order_of_the_body_once_each()
    {
        const string Body = """
            warn contains "first"; warn contains "on the same line"
            helper contains "not of the type"
            deny contains "twice" if { count(helper) == 1; some x in input.xs }
            deny contains "not" if input.nothing
            deny contains input.nothing
            """;
        Assert.Equal(
            ["warn first 2:1", "warn on the same line 2:24", "deny twice 4:1"],
            Run("PLAN", Body, "{\"xs\": [1, 2]}").Fired.Select(f => $"{f.Rule} {((RegoString)f.Value!).Value} {f.Line}:{f.Column}"));
    }

    [Fact]
    public void Lines_that_held_and_what_was_printed_are_kept()
    {
        const string Body = "deny contains \"x\" if {\n  print(\"seen\", input.x)\n  input.x > 1\n  input.x > 2\n}";
        var evaluation = Run("PLAN", Body, "{\"x\": 2}");
        Assert.Equal([3, 4], evaluation.CoveredLines.Where(line => line > 2));
        Assert.Equal(["seen 2"], evaluation.Printed);
        var untraced = Run("PLAN", Body, "{\"x\": 3}", new() { Trace = false });
        Assert.Empty(untraced.CoveredLines);
        Assert.Empty(untraced.Fired);
        Assert.Equal("deny", untraced.Outcome);
    }

    [Fact]
    public void What_was_printed_before_an_error_is_kept()
    {
        Assert.Equal(["a"], Run("PLAN", "sample := true if print(\"a\")\nsample := input.x", "{\"x\": false}").Printed);
        Assert.Equal(["b"], Run("PLAN", "deny contains input.x if print(\"b\")", "{\"x\": 5}").Printed);
    }

    [Theory]
    [InlineData("rand.intn(\"k\", 5) in {0, 1, 2, 3, 4}")]
    [InlineData("rand.intn(\"k\", -5) in {0, 1, 2, 3, 4}")]
    [InlineData("rand.intn(\"k\", 0) == 0")]
    [InlineData("rand.intn(\"k\", -9223372036854775808) >= 0")]
    [InlineData("count({n | some k in numbers.range(1, 20); n := rand.intn(sprintf(\"%d\", [k]), 1000000000)}) > 1")]
    [InlineData("not rand.intn(\"k\", 1.5)")]
    public void Random_numbers_are_below_their_bound(string condition) =>
        Assert.Equal("deny", Run("PLAN", $"deny contains \"x\" if {condition}").Outcome);

    static PolicyEvaluation Run(
        string type, string rules, string input = "{}", PolicyOptions? options = null, TimeSpan? left = null)
    {
        var kind = PolicyKind.Find(type)!;
        var policy = new PolicyText { Kind = kind, Version = RegoVersion.V1, Body = "package spacelift\n" + rules };
        return PolicyEvaluator.Run(kind, policy, RegoJson.Parse(input), options ?? new(), left ?? PolicyOptions.Combined);
    }

    static void AssertError(PolicyEvaluation evaluation, string code, string message, int line, int column)
    {
        Assert.Equal("error", evaluation.Outcome);
        var error = Assert.Single(evaluation.Errors);
        Assert.Equal((code, message, line, column), (error.Code, error.Message, error.Line, error.Column));
    }
}
