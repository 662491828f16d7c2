namespace Spaceforge.Rego.Tests;

/// <summary>Each construct of the language, by what it gives.</summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("p := 1", "1")]
    [InlineData("p if { true; 1 == 1 }", "true")]
    [InlineData("p if false", "undefined")]
    [InlineData("default p := 7\np := 1 if false", "7")]
    [InlineData("p := 1 if { false } else := 2 if { true } else := 3", "2")]
    [InlineData("p contains x if some x in [3, 1, 3]", "[1,3]")]
    [InlineData("p[k] := v if some k, v in {\"a\": 1}", "{\"a\":1}")]
    [InlineData("p.a[x].b := 1 if some x in [\"m\", \"n\"]", "{\"a\":{\"m\":{\"b\":1},\"n\":{\"b\":1}}}")]
    [InlineData("f(x) := x * 2\np := f(21)", "42")]
    [InlineData("f([a, {\"k\": b}]) := a + b\np := f([1, {\"k\": 2}])", "3")]
    [InlineData("f(x, x) := 1\ndefault f(_, _) := 0\np := [f(2, 2), f(2, 3)]", "[1,0]")]
    [InlineData("p := [x | some x in [1, 2, 3]; x > 1]", "[2,3]")]
    [InlineData("p := {x: y | some x, y in [\"a\", \"b\"]}", "{\"0\":\"a\",\"1\":\"b\"}")]
    [InlineData("p := {1, 2} | {3} & {3, 4}", "[1,2,3]")]
    [InlineData("p if every x in [1, 2] { x < 3 }", "true")]
    [InlineData("p if every k, v in {\"a\": 1} { k == \"a\"; v == 1 }", "true")]
    [InlineData("p if every x in [] { false }", "true")]
    [InlineData("p if 2 in [1, 2]", "true")]
    [InlineData("p if \"a\", 1 in {\"a\": 1}", "true")]
    [InlineData("p if not 3 in {1, 2}", "true")]
    [InlineData("p := y if y := input.x with input as {\"x\": 5}", "5")]
    [InlineData("q := data.d\np := y if y := q with data.d as 4", "4")]
    [InlineData("f(x) := x\ng(x) := x + 1\np := y if y := f(1) with f as g", "2")]
    [InlineData("p := y if y := count([1]) with count as 9", "9")]
    [InlineData("p := `a\\n`", "\"a\\\\n\"")]
    [InlineData("x := 3\np := $\"{x} {data.nothing} \\{\"", "\"3 <undefined> {\"")]
    [InlineData("p := x if [x, 2] = [1, 2]", "1")]
    [InlineData("p := y if { x = [y, 2]; x = [1, 2] }", "1")]
    [InlineData("p := y if { {\"a\": y} = {\"a\": 3} }", "3")]
    [InlineData("p := [a, b] if { b := a + 1; a := 1 }", "error")]
    [InlineData("p := b if { b = a + 1; a = 1 }", "2")]
    [InlineData("p := 7 % 4 + 2 * 3 - 1", "8")]
    [InlineData("p := 0.1 + 0.2", "0.3")]
    [InlineData("p := 100000000000000000000000 + 1", "100000000000000000000001")]
    [InlineData("p := [i | [1, 2, 1][i] == 1]", "[0,2]")]
    [InlineData("p := {v | walk({\"a\": [1]}, [_, v]); is_number(v)}", "[1]")]
    [InlineData("q if input.x\np if not q", "true")]
    [InlineData("p := {\"s\": {2, 1}, \"n\": null}", "{\"n\":null,\"s\":[1,2]}")]
    [InlineData("p := array.concat([1], [2,],)", "[1,2]")]
    public void Gives(string policy, string expected)
    {
        if (expected == "error")
        {
            Assert.NotEmpty(Rego.Errors("package test\n" + policy));
            return;
        }

        Assert.Equal(expected, Rego.Value(policy));
    }

    [Theory]
    [InlineData("p { input.x == 1 }", "p if { input.x == 1 }", "true")]
    [InlineData("p[x] { x := input.xs[_] }", "p contains x if { x := input.xs[_] }", "[\"a\",\"b\"]")]
    [InlineData("p[x] = y { y := input.xs[x] }", "p[x] := y if { y := input.xs[x] }", "{\"0\":\"a\",\"1\":\"b\"}")]
    [InlineData("f(x) = y { y := x + 1 }\np = f(1)", "f(x) := y if { y := x + 1 }\np := f(1)", "2")]
    [InlineData("p { false } { true }", "p if false\np if true", "true")]
    [InlineData("p = 1 { false } else = 2 { true }", "p := 1 if { false } else := 2 if { true }", "2")]
    [InlineData("import future.keywords.in\np { \"a\" in input.xs }", "p if \"a\" in input.xs", "true")]
    [InlineData("import future.keywords\np contains 1 if true", "p contains 1", "[1]")]
    [InlineData("import rego.v1\np if true", "p if true", "true")]
    [InlineData("contains = 1\np = contains", "p := 1", "1")]
    public void V0_and_v1_are_the_same_in_other_words(string v0, string v1, string expected)
    {
        const string input = "{\"x\": 1, \"xs\": [\"a\", \"b\"]}";
        Assert.Equal(expected, Rego.Value(v0, input: input, version: RegoVersion.V0));
        Assert.Equal(expected, Rego.Value(v1, input: input));
    }

    [Fact]
    public void Rules_of_other_packages_are_read_by_path_and_by_import()
    {
        var library = RegoModule.Parse("package lib.names\nshort(x) := substring(x, 0, 2)\nall := {\"a\"}", "lib.rego");
        var policy = RegoModule.Parse(
            "package test\nimport data.lib.names\nimport data.lib.names.all as known\np := [names.short(\"abc\"), known, data.lib.names.all]");
        Assert.Equal("[\"ab\",[\"a\"],[\"a\"]]", RegoPolicy.Compile(library, policy).Evaluate("data.test.p")?.ToJson());
    }

    [Fact]
    public void A_query_gives_each_way_in_which_it_holds()
    {
        var result = RegoPolicy.Compile(RegoModule.Parse("package test\np contains x if some x in [1, 2]"))
            .Query("data.test.p[x]; y := x + 1");
        Assert.Equal(["x=1 y=2", "x=2 y=3"], result.Bindings.Select(b => $"x={b["x"]} y={b["y"]}"));
    }

    [Fact]
    public void A_trace_tells_which_lines_and_rules_held()
    {
        var module = RegoModule.Parse("package test\n\np if {\n  x := 1\n  x == 2\n}\n\nq := 3 if {\n  y := 4\n  y > 3\n}", "t.rego");
        var result = RegoPolicy.Compile(module).Query("a = data.test", new() { Trace = true });
        Assert.Equal([4, 8, 9, 10], result.Trace!.CoveredLines("t.rego"));
        var rule = Assert.Single(result.Trace.Events, e => e.Rule == "data.test.q");
        Assert.Equal("3", rule.Values["value"].ToString());
        Assert.Contains(result.Trace.Events, e => e.Place.Line == 9 && e.Values["y"].ToString() == "4");
    }

    [Fact]
    public void Print_writes_where_the_caller_wants_it()
    {
        var lines = new List<string>();
        Rego.Value("p if print(\"x is\", 1, input.y)", with: new() { Print = lines.Add });
        Assert.Equal(["x is 1 <undefined>"], lines);
    }

    [Fact]
    public async Task One_policy_is_evaluated_by_many_threads()
    {
        var policy = RegoPolicy.Compile(RegoModule.Parse("package test\nf(x) := x * 2\np := [f(i) | some i in numbers.range(1, input.n)]"));
        var sums = await Task.WhenAll(Enumerable.Range(1, 20).Select(n => Task.Run(() =>
            ((RegoArray)policy.Evaluate("data.test.p", new() { Input = RegoJson.Parse($"{{\"n\":{n}}}") })!).Count)));
        Assert.Equal(Enumerable.Range(1, 20), sums);
    }
}
