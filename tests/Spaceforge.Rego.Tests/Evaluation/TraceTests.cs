namespace Spaceforge.Rego.Tests.Evaluation;

/// <summary>What a trace tells about an evaluation: what held, what did not, and for which keys.</summary>
public sealed class TraceTests
{
    [Theory]
    [InlineData("p if {\n  true\n  false\n  true\n}", "3")]
    [InlineData("p if {\n  x := 1\n  x == 1\n}", "2 3 4")]
    [InlineData("p := [x |\n  some x in [1, 2]\n  x > 1\n]", "2 3 4")]
    [InlineData("p if {\n  not false\n  every x in [1] {\n    x == 1\n  }\n}", "2 3 4 5")]
    [InlineData("p := 1 if {\n  false\n} else := 2 if {\n  true\n}", "4 5")]
    [InlineData("p contains x if {\n  some x in [1]\n}", "2 3")]
    [InlineData("p := q\nq := 1\nr := 2", "2 3")]
    [InlineData("p := f(1)\nf(x) := y if {\n  y := x\n}", "2 3 4")]
    public void Lines_that_held_are_covered(string policy, string lines) =>
        Assert.Equal(lines, string.Join(' ', Traced(policy).CoveredLines("t.rego")));

    [Fact]
    public void Lines_are_those_of_one_file() => Assert.Empty(Traced("p := 1").CoveredLines("other.rego"));

    [Fact]
    public void Events_have_the_values_of_variables_and_rules()
    {
        var trace = Traced("p contains y if {\n  some x in [1, 2]\n  x > 1\n  y := x * 10\n}");
        Assert.Equal(
            [
                "3  x=1", "3  x=2", "4  x=2", "5  x=2,y=20", "2 data.test.p value=20,x=2,y=20",
                "1  a={20}",
            ],
            trace.Events.Select(Shown));
    }

    [Theory]
    [InlineData("p := 5 if { value := 1; value > 0 }", "2 data.test.p ==5,value=1")]
    [InlineData("p := 5 if { x := 1; x > 0 }", "2 data.test.p value=5,x=1")]
    [InlineData("p := 5 if { _ := 1 }", "2 data.test.p value=5")]
    [InlineData("q := [1, [7]]\np := 5 if { [count(x), x] = q }", "2 data.test.q value=[1, [7]]|3 data.test.p value=5,x=[7]")]
    [InlineData("f(x) := x + 1\np := f(4)", "2 data.test.f value=5,x=4|3 data.test.p value=5")]
    [InlineData("p[k] := v if some k, v in {\"a\": 1}", "2 data.test.p k=\"a\",v=1,value=1")]
    [InlineData("p contains input.x", "2 data.test.p ")]
    public void A_rule_that_held_is_an_event(string policy, string events) =>
        Assert.Equal(events, string.Join('|', Traced(policy).Events.Where(e => e.Rule is not null).Select(Shown)));

    [Fact]
    public void An_event_has_parts()
    {
        var (place, rule, values) = Traced("p := 1").Events.First(e => e.Rule is not null);
        Assert.Equal(("t.rego", 2, 1, "data.test.p", 1), (place.File, place.Line, place.Column, rule, values.Count));
    }

    [Fact]
    public void Without_being_asked_there_is_no_trace() =>
        Assert.Null(RegoPolicy.Compile(RegoModule.Parse("package test\np := 1")).Query("a = data.test.p").Trace);

    [Theory]
    [InlineData("p if {\n  x := 1\n  x == 2\n}", "4  x=1")]
    [InlineData("p if {\n  x := 2\n  x == 2\n}", null)]
    [InlineData("p if {\n  false\n  true\n}", "3  ")]
    [InlineData("p if {\n  some x in [1, 2]\n  x == 3\n}", "4  x=2")]
    [InlineData("p if {\n  some x in [1, 2]\n  x == 2\n  x == 1\n}", "5  x=2")]
    [InlineData("p if {\n  not [1 |\n    false\n  ]\n}", "3  ")]
    [InlineData("p if {\n  every x in [1] {\n    x == 2\n  }\n}", "4  x=1")]
    [InlineData("p if {\n  y := [x |\n    some x in [1]\n    x == 2\n  ]\n  count(y) == 1\n}", "7  y=[]")]
    [InlineData("p if {\n  true\n  q\n}\nq if {\n  false\n}", "7  ")]
    public void The_last_expression_that_did_not_hold_is_where_it_failed(string policy, string? failed)
    {
        var trace = Traced(policy);
        Assert.Equal(failed, trace.FailedIn("t.rego", 2, 9) is { } found ? Shown(found) : null);
        Assert.Null(trace.FailedIn("other.rego", 2, 9));
    }

    [Fact]
    public void A_failure_is_looked_for_in_lines()
    {
        var trace = Traced("p if {\n  true\n  q\n}\nq if {\n  false\n}");
        Assert.Equal(4, trace.FailedIn("t.rego", 2, 5)!.Place.Line);
        Assert.Equal(4, trace.FailedIn("t.rego", 4, 4)!.Place.Line);
        Assert.Equal(7, trace.FailedIn("t.rego", 6, 8)!.Place.Line);
        Assert.Null(trace.FailedIn("t.rego", 2, 3));
        Assert.Null(trace.FailedIn("t.rego", 8, 9));
    }

    [Fact]
    public void Every_place_that_was_evaluated_is_known() => Assert.Equal(
        [3, 4, 7, 9, 10],
        Traced("p if {\n  true\n  q\n}\nq := 1 if {\n  false\n}\nq := false if {\n  true\n} else := 3").Places
            .Where(place => place.File == "t.rego").Select(place => place.Line).Distinct().Order());

    [Fact]
    public void Cases_are_the_keys_that_a_rule_tries()
    {
        var trace = Traced("p[name] if {\n  some name, n in {\"b\": 1, \"a\": 2, \"c\": 1}\n  n == 1\n  name != \"c\"\n}\nq[1] := 2");
        Assert.Equal(["[\"a\"]", "[\"b\"]", "[\"c\"]"], trace.CasesOf("data.test.p").Select(keys => keys.ToString()));
        Assert.Empty(trace.CasesOf("data.test.q"));
        Assert.Empty(trace.CasesOf("data.test.none"));
        Assert.Equal("4  n=2", Shown(trace.FailedIn("t.rego", 2, 6, Key("a"))!));
        Assert.Null(trace.FailedIn("t.rego", 2, 6, Key("b")));
        Assert.Equal("5  name=\"c\"", Shown(trace.FailedIn("t.rego", 2, 6, Key("c"))!));
    }

    [Theory]
    [InlineData("p[x][y] if {\n  some x in [1, 2]\n  some y in [3]\n  x == y\n}", "[1, 3] [2, 3]")]
    [InlineData("p[x] := y if {\n  x := 1\n  y := 2\n  y == 3\n}", "[1]")]
    [InlineData("p[concat(\"\", [x, \"z\"])] if {\n  some x in [\"a\"]\n  x == \"b\"\n}", "[\"az\"]")]
    [InlineData("p[x + y] if {\n  some x in [1, 2]\n  some y in [5]\n  false\n}", "[6] [7]")]
    [InlineData("p[input[x]] if {\n  some x in [1, 2]\n  false\n}", "")]
    [InlineData("p contains x if {\n  some x in [1, 2]\n}", "")]
    public void Cases_have_each_key_of_the_rule(string policy, string cases) =>
        Assert.Equal(cases, string.Join(' ', Traced(policy).CasesOf("data.test.p").Select(keys => keys.ToString())));

    [Theory]
    [InlineData("p if {\n  true\n  true\n}", 5)]
    [InlineData("p[x] if {\n  x := 1\n  x > 0\n  x < 2\n}", 8)]
    [InlineData("p[1] if {\n  true\n  true\n}", 5)]
    public void A_trace_costs_two_steps_for_each_expression_and_one_for_each_rule_and_its_case(string policy, int steps)
    {
        var compiled = RegoPolicy.Compile(RegoModule.Parse("package test\n" + policy));
        Assert.Equal(
            steps + 2,
            compiled.Query("a = data.test.p", new() { Trace = true }).Steps - compiled.Query("a = data.test.p").Steps);
    }

    [Fact]
    public void A_trace_has_an_end()
    {
        var trace = new RegoTrace();
        var none = new Dictionary<string, RegoValue>();
        for (var i = 0; i < 100_010; i++)
        {
            trace.Tried("data.test.p", new([RegoNumber.Of(i)]));
            trace.Reached(new("t.rego", 1, 1), false, none);
            trace.Passed(new("t.rego", 2, 1), "data.test.p", none);
        }

        Assert.Equal(
            (100_000, 100_000, 100_001 + 1), (trace.Events.Count, trace.CasesOf("data.test.p").Count, trace.Places.Count()));
    }

    static RegoArray Key(string name) => new([new RegoString(name)]);

    static RegoTrace Traced(string policy) => RegoPolicy.Compile(RegoModule.Parse("package test\n" + policy, "t.rego"))
        .Query("a = data.test.p", new() { Trace = true }).Trace!;

    static string Shown(RegoTraceEvent of)
    {
        var values = of.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}");
        return $"{of.Place.Line} {of.Rule} {string.Join(',', values)}";
    }
}
