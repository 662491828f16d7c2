namespace Spaceforge.Rego.Tests.Evaluation;

/// <summary>What an evaluation costs, and what happens at its limits.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("p if some \"none\" in input", 1)]
    [InlineData("p if some \"none\" in data.object", 1)]
    [InlineData("p if some \"none\" in data.set", 1)]
    [InlineData("p if input[[x, 1]]", 1)]
    [InlineData("p if data.object[[x, 1]]", 1)]
    [InlineData("p if data.set[[x, 1]]", 1)]
    [InlineData("p if walk(input, [[\"none\"], _])", 2)]
    [InlineData("lib.x := 1\np if data.test.lib[[x, 1]]", 1)]
    [InlineData("p if { i := 5; x := input; x[i][_] }", 0)]
    [InlineData("p if every x in input { x > 0 }", 2)]
    [InlineData("p if every x in data.object { x > 0 }", 2)]
    [InlineData("p if every x in data.set { x > 0 }", 2)]
    [InlineData("p if { some x in input; x < 0 }", 2)]
    [InlineData("p if { x := input[_]; x < 0 }", 2)]
    [InlineData("p if { some x in input; not x > 0 }", 3)]
    [InlineData("f(x) if x < 0\np if { some x in input; f(x) }", 4)]
    [InlineData("f(x) if { x < 0 } else if { x < -1 }\np if { some x in input; f(x) }", 6)]
    public void A_loop_costs_steps_for_each_item(string policy, int each) =>
        Assert.Equal(each * 64, Steps(policy, 128) - Steps(policy, 64));

    [Fact]
    public void A_search_in_an_array_costs_a_step_for_eight_items() =>
        Assert.Equal(8, Steps("p if \"none\" in input", 128) - Steps("p if \"none\" in input", 64));

    [Fact]
    public void The_number_of_steps_is_looked_at_first_and_then_every_1024()
    {
        const string policy = "p if some \"none\" in input";
        var items = 1025 - (int)Steps(policy, 0);
        Assert.Equal(1025, Steps(policy, items, 1025));
        AssertLimit("more than 0 steps (MaxSteps)", () => Steps(policy, 0, 0));
        Assert.Equal(1024, Steps(policy, items - 1, 1));
        AssertLimit("more than 1024 steps (MaxSteps)", () => Steps(policy, items, 1024));
    }

    [Fact]
    public void A_builtin_counts_its_work_and_its_limit_has_its_place()
    {
        var error = Rego.Failure("p := numbers.range(1, 100000)", new() { MaxSteps = 1000 });
        Assert.Equal(
            ("eval_limit_error", "more than 1000 steps (MaxSteps)", 2, 6),
            (error.Code, error.Message, error.Place.Line, error.Place.Column));
    }

    [Theory]
    [InlineData("p := 1", 64)]
    [InlineData("p := [input, input, input]", 64 + 24 + (3 * 8))]
    [InlineData("p := input == 1", 64)]
    [InlineData("p := eq(input, 1)", 64)]
    [InlineData("p := input != 1", 64)]
    [InlineData("p := input < 1", 64)]
    [InlineData("p := input <= 1", 64)]
    [InlineData("p := input > 1", 64)]
    [InlineData("p := input >= 1", 64)]
    [InlineData("p := (1 in input)", 64)]
    [InlineData("p := (0, 1 in input)", 64)]
    [InlineData("p := {input, 1}", 64 + 24 + (2 * 8))]
    [InlineData("p := {\"a\": input, \"b\": input}", 64 + 48 + (2 * 16))]
    [InlineData("p := [x | some x in [1, 2, 3]]", 64 + (3 * 24))]
    [InlineData("p := {x | some x in [1, 2, 3]}", 64 + (3 * 24))]
    [InlineData("p := {x: 1 | some x in [1, 2, 3]}", 64 + (3 * 24))]
    [InlineData("p contains x if some x in [1, 2, 2]", 64 + (2 * 32))]
    [InlineData("p[x] := 1 if some x in [1, 2]", 64 + (2 * (24 + 8 + 64)))]
    [InlineData("p := $\"{input} is\"", 64 + 24 + (2 * 4))]
    [InlineData("p[k] := v if some k, v in {\"a\": 1, \"b\": 2, \"c\": 3}\np.d := data.test.p.a", 64 + (4 * 96) + (2 * 32))]
    [InlineData("p[k][l] := 1 if { some k in [\"a\", \"b\"]; some l in [1, 2] }\np.d := data.test.p.a[1]", 64 + (5 * 104) + (3 * 40))]
    public void A_result_costs_bytes(string policy, long bytes)
    {
        Assert.NotEqual("undefined", Rego.Value(policy, input: "1", with: new() { MaxMemory = bytes }));
        AssertLimit(
            $"the results take more than {bytes - 1} bytes (MaxMemory)",
            () => Rego.Value(policy, input: "1", with: new() { MaxMemory = bytes - 1 }));
    }

    [Theory]
    [InlineData("p := q\nq := r\nr := 1", 3)]
    [InlineData("p := f(1)\nf(x) := g(x)\ng(x) := x", 3)]
    [InlineData("p := f(g(1))\nf(x) := x\ng(x) := x", 2)]
    [InlineData("p := x if x := q with input as 1\nq := input", 3)]
    [InlineData("p := data.test.a\na.b.c := 1", 4)]
    [InlineData("p[k] := v if some k, v in {\"a\": 1}\np.c := data.test.p.a", 3)]
    [InlineData("p := [f(1), f(2), q, r, s]\nf(x) := x\nq := 1\nr := 2 if true\ns := count(data.test.a)\na.b := 1\na.c := 2", 4)]
    [InlineData("p[k] := v if some k, v in {\"a\": 1, \"b\": 2}\np.c := [data.test.p.a, data.test.p.b, f(1)]\nf(x) := x", 3)]
    [InlineData("p := count([x | some i in [1, 2, 3]; x := input with input as i])", 2)]
    public void Rules_functions_and_paths_have_a_depth(string policy, int depth)
    {
        Assert.NotEqual("undefined", Rego.Value(policy, with: new() { MaxDepth = depth }));
        AssertLimit(
            $"rules and functions are nested deeper than {depth - 1} (MaxDepth)",
            () => Rego.Value(policy, with: new() { MaxDepth = depth - 1 }));
    }

    [Fact]
    public void Rules_as_deep_as_the_default_allows_have_enough_stack()
    {
        var chain = string.Concat(Enumerable.Range(1, 9_990).Select(i => $"r{i} := [r{i - 1}]\n"));
        Assert.Equal("1", Rego.Value($"r0 := 1\n{chain}p := count(r9990)"));
    }

    [Fact]
    public void Time_is_limited_or_not()
    {
        const string policy = "p if { some x in input; some y in input; x + y == 0.5 }";
        AssertLimit("longer than 0 s (Timeout)", () => Value(policy, 2000, new() { Timeout = TimeSpan.Zero }));
        Assert.Equal("undefined", Value(policy, 20, new() { Timeout = Timeout.InfiniteTimeSpan }));
        Assert.Equal("undefined", Value(policy, 20, new() { Timeout = TimeSpan.FromMinutes(5) }));
    }

    [Fact]
    public void A_caller_can_cancel()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var error = Rego.Failure("p := 1", new() { Cancellation = cancelled.Token });
        Assert.Equal(("eval_cancel_error", "caller cancelled query execution"), (error.Code, error.Message));
    }

    [Fact]
    public void Time_and_chance_are_the_callers()
    {
        var now = new DateTimeOffset(2026, 11, 29, 22, 0, 0, TimeSpan.Zero);
        Assert.Equal("true", Rego.Value("p if time.clock(time.now_ns()) == [22, 0, 0]", with: new() { Now = now }));
        Assert.Equal("true", Rego.Value("p if time.now_ns() > 1700000000000000000"));
        const string ids = "p := [uuid.rfc4122(\"a\"), uuid.rfc4122(\"b\"), uuid.rfc4122(\"a\")]";
        Assert.Equal(Rego.Value(ids, with: new() { Random = new(7) }), Rego.Value(ids, with: new() { Random = new(7) }));
        Assert.NotEqual(Rego.Value(ids), Rego.Value(ids));
        Assert.Equal("true", Rego.Value($"q if {{ [a, b, c] = p; a == c; a != b }}\n{ids}", "q"));
    }

    /// <summary>The steps of a query for p, where the input is 1, 2, 3 and so on, and data has it as an object and as a set too.</summary>
    static long Steps(string policy, int items, long? most = null) =>
        RegoPolicy.Compile(RegoModule.Parse("package test\n" + policy)).Query("x = data.test.p", new()
        {
            Input = Array(items),
            Data = Object(
                ("set", new RegoSet((RegoArray)Array(items))), ("object", Keyed(items)), ("test", Object(("lib", Keyed(items))))),
            MaxSteps = most ?? 1_000_000,
        }).Steps;

    static RegoObject Object(params (string Key, RegoValue Value)[] members) =>
        new(members.Select(member => new KeyValuePair<RegoValue, RegoValue>(new RegoString(member.Key), member.Value)));

    static RegoObject Keyed(int items) =>
        new(((RegoArray)Array(items)).Select(item => new KeyValuePair<RegoValue, RegoValue>(item, item)));

    static RegoValue Array(int items) => RegoJson.Parse($"[{string.Join(',', Enumerable.Range(1, items))}]");

    static string Value(string policy, int items, RegoEvaluation with) =>
        Rego.Value(policy, input: $"[{string.Join(',', Enumerable.Range(1, items))}]", with: with);

    static void AssertLimit(string message, Func<object> evaluate)
    {
        var error = Assert.Throws<RegoException>(evaluate).Errors[0];
        Assert.Equal(("eval_limit_error", message), (error.Code, error.Message));
    }
}
