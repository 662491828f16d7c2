namespace Spaceforge.Rego.Tests;

/// <summary>What is wrong with a policy, where, and what to write instead.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("p := 1", "1:1 rego_parse_error a policy begins with its package")]
    [InlineData("package a\np := ", "2:6 rego_parse_error unexpected end")]
    [InlineData("package a\np { true }", "2:3 rego_parse_error `if` keyword is required before rule body")]
    [InlineData("package a\np[1]", "2:1 rego_parse_error `contains` keyword is required")]
    [InlineData("package a\np if {\n  x := \"a\n}", "3:8 rego_parse_error the string has no closing quote")]
    [InlineData("package a\np := 01", "2:6 rego_parse_error '01' is not a number")]
    [InlineData("package a\nimport rego.v2", "2:1 rego_parse_error invalid import 'rego.v2', must be 'rego.v1'")]
    [InlineData("package a\nimport lib", "2:1 rego_parse_error invalid import 'lib'")]
    [InlineData("package a\np if { x }", "2:8 rego_unsafe_var_error var x is unsafe")]
    [InlineData("package a\np if not input.xs[_]", "2:6 rego_unsafe_var_error expression is unsafe")]
    [InlineData("package a\np := f(1)", "2:6 rego_type_error undefined function f")]
    [InlineData("package a\np := count(1, 2, 3)", "2:6 rego_type_error function count has arity 1, got 3 arguments")]
    [InlineData("package a\nf(x) := x\np := f()", "3:6 rego_type_error function data.a.f has arity 1, got 0 arguments")]
    [InlineData("package a\np := q\nq := p", "rego_recursion_error rule data.a.p is recursive: data.a.p -> data.a.q -> data.a.p")]
    [InlineData("package a\nq := p\np := q", "rego_recursion_error rule data.a.p is recursive: data.a.p -> data.a.q -> data.a.p")]
    [InlineData("package a\np := r\nr := q\nq := p\nq := r", "rule data.a.p is recursive: data.a.p -> data.a.r -> data.a.q -> data.a.p")]
    [InlineData("package a\nr := q\nr if r.x\nq := r", "rego_recursion_error rule data.a.q is recursive: data.a.q -> data.a.r -> data.a.q")]
    [InlineData("package a\np := 1\np contains 2", "3:1 rego_type_error conflicting rules data.a.p found")]
    [InlineData("package a\ndefault p := 1\ndefault p := 2", "3:1 rego_type_error multiple default rules data.a.p found")]
    [InlineData("package a\np if { x := 1; x := 2 }", "2:16 rego_compile_error var x assigned above")]
    [InlineData("package a\np if { some x; true }", "2:13 rego_compile_error declared var x unused")]
    [InlineData("package a\np if { input := 1; input == 1 }", "2:8 rego_compile_error variables must not shadow input")]
    [InlineData("package a\ndata := 1", "2:1 rego_compile_error rules must not shadow data")]
    [InlineData("package a\nimport data.x\nimport data.y.x", "3:1 rego_compile_error import must not shadow import data.x")]
    [InlineData("package a\np := any([true])", "2:6 rego_type_error deprecated built-in function calls in expression: any")]
    [InlineData("package a\np := http.send({})", "2:6 rego_type_error undefined function http.send: it exists only where the caller")]
    [InlineData(
        "package a\np := graphql.parse_query(\"\")", "2:6 rego_type_error undefined function graphql.parse_query: OPA has this builtin")]
    [InlineData("package a\ndefault p := input.x", "2:14 rego_parse_error default rule must be a constant value")]
    [InlineData("package a\np if every x in xs { }", "2:22 rego_parse_error found empty body")]
    [InlineData("package a\np if 1 with x as 2", "rego_type_error undefined function x")]
    [InlineData("package a\np := 1 ?", "2:8 rego_parse_error '?' is not a character of Rego")]
    [InlineData("package a\np := 1 2", "2:8 rego_parse_error unexpected '2', expected a new line")]
    [InlineData("package a\np if count(1) == 1", "2:6 rego_type_error count: invalid argument(s): argument 1 is number")]
    [InlineData("package a\np if { x := 1; x = \"a\" }", "2:16 rego_type_error match error: left is number, right is string")]
    [InlineData("package a\nq := 1\np := q.x", "3:6 rego_type_error undefined ref: data.a.q.x")]
    [InlineData("package a\np if { x := \"s\"; x.y }", "2:18 rego_type_error undefined ref: x.y")]
    [InlineData(
        "package a\np := true if input.x\np := \"s\" if input.y\nq := p.x", "what is before it is any<boolean, string>")]
    [InlineData(
        "package a\np := \"s\" if input.y\np := true if input.x\nq := p.x", "what is before it is any<boolean, string>")]
    public void Is_reported_with_its_location(string policy, string expected) =>
        Assert.Contains(Rego.Errors(policy), e => e.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("package a\np if { true }", "2:3 rego_parse_error 'if' is a keyword of v1: write 'import rego.v1'")]
    [InlineData("package a\np contains 1", "2:3 rego_parse_error 'contains' is a keyword of v1")]
    [InlineData("package a\np { some x in [1] }", "2:12 rego_parse_error 'in' is a keyword of v1")]
    [InlineData("package a\np { every x in [1] { x } }", "2:5 rego_parse_error 'every' is a keyword of v1")]
    public void V0_names_the_import_that_a_newer_word_needs(string policy, string expected) =>
        Assert.Contains(Rego.Errors(policy, RegoVersion.V0), e => e.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Several_errors_are_reported_together()
    {
        var errors = Rego.Errors("package a\np := )\n\nq := 1\n\nr if {\n  1 +\n}\n\ns := [1");
        Assert.Equal(["2", "8", "10"], errors.Select(e => e[..e.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("p := x if some x in [1, 2]", "eval_conflict_error", "complete rules must not produce multiple outputs")]
    [InlineData(
        "f(x) := 1\nf(x) := 2 if x > 0\np := f(1)", "eval_conflict_error", "functions must not produce multiple outputs for same inputs")]
    [InlineData("p := {\"a\": x | some x in [1, 2]}", "eval_conflict_error", "object keys must be unique")]
    public void A_conflict_ends_the_evaluation(string policy, string code, string message)
    {
        var error = Rego.Failure(policy);
        Assert.Equal((code, message), (error.Code, error.Message));
        Assert.True(error.Place.Line > 1, error.ToString());
    }

    [Theory]
    [InlineData("p := {\"a\": x | some x in [1, 2]}\nq := x if some x in [1, 2]")]
    [InlineData("q := x if some x in [1, 2]\np := {\"a\": x | some x in [1, 2]}")]
    public void Of_several_conflicts_that_of_the_first_name_is_reported_whatever_the_order_of_rules(string rules)
    {
        var policy = RegoPolicy.Compile(RegoModule.Parse($"package test\n{rules}"));
        Assert.Equal("object keys must be unique", Assert.Throws<RegoException>(() => policy.Evaluate("data.test")).Errors[0].Message);
    }

    [Fact]
    public void An_error_of_a_builtin_is_undefined_unless_errors_are_strict()
    {
        Assert.Equal("undefined", Rego.Value("p := 1 / 0"));
        var error = Rego.Failure("p := 1 / 0", new() { StrictBuiltinErrors = true });
        Assert.Equal(
            ("eval_builtin_error", "div: divide by zero", 2, 6), (error.Code, error.Message, error.Place.Line, error.Place.Column));
    }
}
