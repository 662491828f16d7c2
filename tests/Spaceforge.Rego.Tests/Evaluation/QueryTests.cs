namespace Spaceforge.Rego.Tests.Evaluation;

/// <summary>Queries of a compiled policy, and built-ins that fail or that the caller provides.</summary>
public sealed class QueryTests
{
    [Theory]
    [InlineData("x = 1", "x=1")]
    [InlineData("x = data.test.q[_]", "x=1|x=2")]
    [InlineData("data.test.q[i] = x; x > 1", "i=1 x=2")]
    [InlineData("data.test.q[0] == 1", "")]
    [InlineData("x = 1; x = 2", null)]
    [InlineData("data.test.none", null)]
    [InlineData("[x, y] = data.test.q", "x=1 y=2")]
    [InlineData("x = 1; not data.test.none", "x=1")]
    [InlineData("some x in [3]", "x=3")]
    [InlineData("x := count(data.test.q)", "x=2")]
    public void A_solution_has_the_variables_of_the_query(string query, string? expected) => Assert.Equal(
        expected?.Split('|') ?? [],
        Policy.Query(query).Bindings.Select(b =>
            string.Join(' ', b.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"))));

    [Theory]
    [InlineData("x = ", "query:1:5: rego_parse_error")]
    [InlineData("x = y", "query:1:1: rego_unsafe_var_error")]
    [InlineData("x = nothing(1)", "query:1:5: rego_type_error")]
    public void A_wrong_query_is_an_error_with_its_place(string query, string expected)
    {
        var error = Assert.Throws<RegoException>(() => Policy.Query(query)).Errors[0];
        Assert.Equal(expected, $"{error.Place.File}:{error.Place.Line}:{error.Place.Column}: {error.Code}");
    }

    [Fact]
    public void Modules_with_errors_make_no_policy() => Assert.Equal(
        "rego_unsafe_var_error",
        Assert.Throws<RegoException>(() => RegoPolicy.Compile(RegoModule.Parse("package a\np if x"))).Errors[0].Code);

    [Fact]
    public void A_policy_gives_the_same_result_again()
    {
        Assert.Equal("[1,2]", Policy.Evaluate("data.test.q")!.ToJson());
        Assert.Equal("[1,2]", Policy.Evaluate("data.test.q", new() { Trace = true })!.ToJson());
        Assert.Equal("[1,2]", Policy.Evaluate("data.test.q")!.ToJson());
        Assert.Null(Policy.Evaluate("data.test.none"));
    }

    [Theory]
    [InlineData("to_number(\"x\")", "eval_builtin_error", "to_number: ")]
    [InlineData("1 / (input.n - 1)", "eval_builtin_error", "div: divide by zero")]
    [InlineData("count(input.n)", "eval_type_error", "count: operand 1 must be one of")]
    [InlineData("json.unmarshal(\"{\")", "eval_builtin_error", "json.unmarshal: ")]
    public void A_builtin_that_fails_is_undefined_or_an_error_where_they_are_strict(string call, string code, string message)
    {
        var policy = $"q := {call}\np := \"undefined\" if not q";
        Assert.Equal("\"undefined\"", Rego.Value(policy, input: "{\"n\": 1}"));
        var strict = new RegoEvaluation { StrictBuiltinErrors = true, Input = RegoJson.Parse("{\"n\": 1}") };
        var error = Rego.Failure(policy, strict);
        Assert.Equal((code, 2), (error.Code, error.Place.Line));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_builtin_is_the_callers()
    {
        var policy = RegoPolicy.Compile(
            [RegoModule.Parse("package test\np := net.lookup_ip_addr(input)\nq := x if x := p with net.lookup_ip_addr as 5")],
            ["net.lookup_ip_addr"]);
        Assert.Equal("\"host\"", policy.Evaluate("data.test.p", With(arguments => arguments[0]))!.ToJson());
        Assert.Null(policy.Evaluate("data.test.p", With(_ => null)));
        Assert.Equal("5", policy.Evaluate("data.test.q", With(_ => null))!.ToJson());
        var error = Assert.Throws<RegoException>(() => policy.Evaluate("data.test.p", new() { Input = new RegoString("host") })).Errors[0];
        Assert.Equal(
            ("eval_builtin_error", "net.lookup_ip_addr: not allowed by the caller", 2, 6),
            (error.Code, error.Message, error.Place.Line, error.Place.Column));

        static RegoEvaluation With(Func<IReadOnlyList<RegoValue>, RegoValue?> lookup) => new()
        {
            Input = new RegoString("host"),
            Builtins = new Dictionary<string, Func<IReadOnlyList<RegoValue>, RegoValue?>> { ["net.lookup_ip_addr"] = lookup },
        };
    }

    [Fact]
    public void A_builtin_that_only_the_caller_knows_must_be_there()
    {
        var policy = RegoPolicy.Compile([RegoModule.Parse("package test\np if test.sleep(\"1ms\")")], ["test.sleep"]);
        var error = Assert.Throws<RegoException>(() => policy.Evaluate("data.test.p")).Errors[0];
        Assert.Equal(
            ("eval_builtin_error", "test.sleep: the caller of the engine does not provide it", 2),
            (error.Code, error.Message, error.Place.Line));
        Assert.Throws<FormatException>(() => policy.Evaluate("data.test.p", new()
        {
            Builtins = new Dictionary<string, Func<IReadOnlyList<RegoValue>, RegoValue?>>
            {
                ["test.sleep"] = _ => throw new FormatException("the caller's"),
            },
        }));
    }

    [Fact]
    public void An_endless_policy_keeps_no_process_alive()
    {
        bool? isBackground = null;
        var policy = RegoPolicy.Compile([RegoModule.Parse("package a\nimport rego.v1\np := rand.intn(\"a\", 2)", "a.rego")], ["rand.intn"]);
        policy.Evaluate("data.a.p", new()
        {
            Builtins = new Dictionary<string, Func<IReadOnlyList<RegoValue>, RegoValue?>>
            {
                ["rand.intn"] = _ =>
                {
                    isBackground = Thread.CurrentThread.IsBackground;
                    return null;
                },
            },
        });
        Assert.True(isBackground);
    }

    static RegoPolicy Policy { get; } = RegoPolicy.Compile(RegoModule.Parse("package test\nq := [1, 2]"));
}
