namespace Spaceforge.Rego.Tests.Evaluation;

/// <summary>What several rules of one name give together.</summary>
public sealed class RuleTests
{
    const string Complete = "complete rules must not produce multiple outputs";
    const string Function = "functions must not produce multiple outputs for same inputs";
    const string Keys = "object keys must be unique";

    [Theory]
    [InlineData("p := 1 if true\np := 1 if 1 == 1", "1")]
    [InlineData("p := x if x := 1\np := y if y := 1", "1")]
    [InlineData("p := 1 if false\np := 2", "2")]
    [InlineData("p := x if some x in [1, 1]", "1")]
    [InlineData("default p := 0\np := 1 if input.x", "0")]
    [InlineData("default p := [0]\np := 1 if false\np := 2 if false", "[0]")]
    [InlineData("p := 1 if { false } else := 2 if { false } else := 3", "3")]
    [InlineData("p := 1 if { false } else := 2 if { false }", "undefined")]
    [InlineData("p := 1 if { false } else := x if { some x in [4]; x > 3 } else := 5", "4")]
    [InlineData("m := {\"a\": 1}\np := m[x] if some x in [\"none\", \"a\"]", "1")]
    [InlineData("m := {\"a\": 1}\np contains m[x] if some x in [\"none\", \"a\"]", "[1]")]
    [InlineData("m := {\"a\": 1}\np[x] := m[x] if some x in [\"none\", \"a\"]", "{\"a\":1}")]
    [InlineData("m := {\"a\": 1}\np[m[x]] := 2 if some x in [\"none\", \"a\"]", "{\"1\":2}")]
    [InlineData("p contains 1 if false", "[]")]
    [InlineData("p contains 1\np contains 2 if true\np contains 3 if false", "[1,2]")]
    [InlineData("p contains x if { x := input.nothing }\np contains input.nothing", "[]")]
    [InlineData("p[x] := 1 if { some x in [\"a\", \"b\"]; x != \"b\" }", "{\"a\":1}")]
    [InlineData("p[x] := 1 if some x in [\"a\"]\np[x] := 2 if some x in [\"b\"]", "{\"a\":1,\"b\":2}")]
    [InlineData("p[x] := input.nothing if some x in [\"a\"]", "{}")]
    [InlineData("p[input.nothing] := 1", "{}")]
    [InlineData("p[x] := 1 if some x in [\"a\"]\np.f(y) := y", "{\"a\":1}")]
    [InlineData("p.a := 1\np[x] := 2 if some x in [\"b\"]", "{\"a\":1,\"b\":2}")]
    [InlineData("p.a.b := 1\np.a[x] := 1 if some x in [\"b\"]", "{\"a\":{\"b\":1}}")]
    [InlineData("p[x].b := 1 if some x in [\"m\", \"n\"]\np.m.c := 2", "{\"m\":{\"b\":1,\"c\":2},\"n\":{\"b\":1}}")]
    [InlineData("p[x] contains y if { some x in [\"a\", \"b\"]; some y in [1, 2] }", "{\"a\":[1,2],\"b\":[1,2]}")]
    [InlineData("p[x] contains 1 if some x in [\"a\"]\np.a contains 2\np.b contains 3", "{\"a\":[1,2],\"b\":[3]}")]
    [InlineData("p[x][y] := 1 if { some x in [\"a\"]; some y in [1, 2] }", "{\"a\":{\"1\":1,\"2\":1}}")]
    [InlineData("p.a[x] := 1 if some x in [\"k\"]\np.f(y) := y\np.b := 2", "{\"a\":{\"k\":1},\"b\":2}")]
    [InlineData("p.a := 1 if false\np[x] := 2 if some x in [\"b\"]", "{\"b\":2}")]
    public void Give_one_value_together(string policy, string expected) => Assert.Equal(expected, Rego.Value(policy));

    [Theory]
    [InlineData("p := x if x := 1\np := y if y := 2", Complete, 3)]
    [InlineData("p := x if some x in [1, 1, 2]", Complete, 2)]
    [InlineData("p := 1 if { false } else := 2\np := 1", Complete, 3)]
    [InlineData("p := 1 if true\np := 2 if true", Complete, 3)]
    [InlineData("f(x) := x\nf(x) := x + 1\np := f(1)", Function, 3)]
    [InlineData("f(x) := y if some y in [x, 2]\np := f(1)", Function, 2)]
    [InlineData("p.a := 1\np[x] := 2 if some x in [\"a\"]", Keys, 2)]
    [InlineData("p[x] := y if { x := \"a\"; some y in [1, 2] }", Keys, 2)]
    [InlineData("p[x] := 2 if some x in [\"a\"]\np[x].b := 1 if some x in [\"a\"]", Keys, 3)]
    [InlineData("p[x].b := 1 if some x in [\"a\"]\np[x] := 2 if some x in [\"a\"]", Keys, 3)]
    [InlineData("p[x] contains 1 if some x in [\"a\"]\np.a.b contains 2", Keys, 3)]
    [InlineData("p[x] contains 1 if some x in [\"a\"]\np.a[y] := 2 if some y in [\"b\"]", Keys, 3)]
    [InlineData("p[x][y] contains 1 if { x := \"a\"; y := \"b\" }\np.a contains 2", Keys, 3)]
    [InlineData("p := {x: 1, y: 2} if { x := \"a\"; y := \"a\" }", Keys, 2)]
    [InlineData("p := {k: v | some v in [1, 2]; k := \"a\"}", Keys, 2)]
    public void Or_are_a_conflict_at_a_line(string policy, string message, int line)
    {
        var error = Rego.Failure(policy);
        Assert.Equal(("eval_conflict_error", message, line), (error.Code, error.Message, error.Place.Line));
    }

    [Theory]
    [InlineData("f(\"a\")", "1")]
    [InlineData("f(\"h\")", "8")]
    [InlineData("f(\"other\")", "undefined")]
    [InlineData("f(\"long name\")", "9")]
    [InlineData("[f(\"a\"), f(\"b\"), f(\"g\")]", "[1,2,7]")]
    [InlineData("g(\"x\", 3)", "3")]
    [InlineData("g(\"x\", 30)", "0")]
    [InlineData("g(\"y\", 3)", "-1")]
    [InlineData("h(3, 3)", "3")]
    public void Functions_of_many_constant_arguments_are_picked_by_them(string call, string expected) => Assert.Equal(
        expected,
        Rego.Value(
            "f(\"a\") := 1\nf(\"b\") := 2\nf(\"c\") := 3\nf(\"d\") := 4\nf(\"e\") := 5\nf(\"f\") := 6\nf(\"g\") := 7\nf(\"h\") := 8\n"
                + "f(x) := 9 if count(x) > 5\n"
                + string.Concat(Enumerable.Range(1, 9).Select(i => $"g(x, {i}) := {i} if x == \"x\"\n"))
                + "g(x, y) := 0 if { x == \"x\"; y > 9 }\ng(x, y) := -1 if x == \"y\"\n"
                + string.Concat(Enumerable.Range(1, 4).Select(i => $"h({i}, x) := x if x == {i}\nh(x, {i}) := x if x == {i}\n"))
                + $"p := {call}"));

    [Theory]
    [InlineData("3", "3")]
    [InlineData("10", "undefined")]
    public void Many_rules_without_arguments_are_all_tried(string input, string expected) => Assert.Equal(
        expected, Rego.Value(string.Concat(Enumerable.Range(1, 9).Select(i => $"p := {i} if input == {i}\n")), input: input));

    [Fact]
    public void A_function_of_a_constant_and_one_of_any_argument_are_a_conflict()
    {
        var rules = string.Concat(Enumerable.Range(1, 8).Select(i => $"f({i}) := {i} if input.x\n"));
        Assert.Equal("7", Rego.Value($"{rules}f(x) := 7 if x == 7\np := f(7)", input: "{\"x\": 1}"));
        var always = rules.Replace(" if input.x", "", StringComparison.Ordinal);
        Assert.Equal(Function, Rego.Failure($"{always}f(x) := 0 if x == 7\np := f(7)").Message);
    }

    [Theory]
    [InlineData("f(x) := x if print(\"called\")\np := [f(1), f(1), f(2)]", 2)]
    [InlineData("f(x) := x if { print(\"called\"); false }\np := [y | some i in [1, 1, 1]; y := f(i)]", 1)]
    [InlineData("f(x) := x if print(\"called\")\np := [f(\"a\"), f(\"a\"), f(\"b\")]", 2)]
    [InlineData("f(x) := x if print(\"called\")\nq := [1]\np := [f(q), f(q)]", 1)]
    [InlineData("f(x) := x if print(\"called\")\nq := 1\np := [f([q]), f([q])]", 2)]
    [InlineData("p := x if { some i in [1, 2]; x := count([1 | print(\"called\")]); i == 2 }", 1)]
    [InlineData("q := 1 if print(\"called\")\np := [q, q]", 1)]
    [InlineData("q := 1 if { print(\"called\"); false }\np if { not q; not data.test.q }", 1)]
    [InlineData("q contains 1 if print(\"called\")\np := [count(q), count(q)]", 1)]
    [InlineData("p := [count([1 | print(\"called\")]) | some i in [1, 2]]", 1)]
    [InlineData("p := [count([j | print(\"called\"); j := i]) | some i in [1, 2]]", 2)]
    [InlineData("f(x) := 1 if { x; print(\"called\") }\nf(x) := 1 if { x; print(\"called\") }\np := f(true)", 1)]
    [InlineData("p := 1 if print(\"called\")\np := 1 if print(\"called\")", 1)]
    [InlineData("p := 1 if { some x in [1, 2]; print(\"called\") }", 1)]
    [InlineData("p if { not q }\nq if { some x in [1, 2]; print(\"called\"); x == 2 }", 2)]
    [InlineData("p if { every x in [1, 2, 3] { some y in [1, 2]; print(\"called\"); x < 2 } }", 3)]
    public void What_has_its_value_is_not_evaluated_again(string policy, int calls)
    {
        var printed = new List<string>();
        Rego.Value(policy, with: new() { Print = printed.Add });
        Assert.Equal(Enumerable.Repeat("called", calls), printed);
    }

    [Theory]
    [InlineData("p.x := p.y\np.y := 3", "{\"x\":3,\"y\":3}")]
    [InlineData("p[k] := v if some k, v in {\"a\": 1, \"b\": 2}\np.c := data.test.p.a", "{\"a\":1,\"b\":2,\"c\":1}")]
    [InlineData("p[k] := v if some k, v in {\"a\": 1, \"b\": 2}\np.c := data.test.p.b", "{\"a\":1,\"b\":2,\"c\":2}")]
    [InlineData("p[k] := {\"d\": v} if some k, v in {\"a\": 1}\np.z := data.test.p.a.d", "{\"a\":{\"d\":1},\"z\":1}")]
    [InlineData("p[k] := v if some k, v in {\"a\": [1, 2]}\np.c := [x | x := data.test.p.a[_]]", "{\"a\":[1,2],\"c\":[1,2]}")]
    [InlineData("p[k] := v if some k, v in {\"a\": 1}\np.c := [x | x := data.test.p.none[_]]", "{\"a\":1,\"c\":[]}")]
    [InlineData("p[k] := v if some k, v in {\"n\": 1}\np.x.y := 5\np.x.w := 6\np.z := data.test.p.x.y",
        "{\"n\":1,\"x\":{\"w\":6,\"y\":5},\"z\":5}")]
    [InlineData("p[k] := v if some k, v in {\"n\": 1}\np.x.y := 5\np.z := data.test.p.x", "{\"n\":1,\"x\":{\"y\":5},\"z\":{\"y\":5}}")]
    [InlineData("p[k][l] := v if { some k in [\"a\", \"b\"]; some l, v in {\"m\": k} }\np.z.y := data.test.p.b",
        "{\"a\":{\"m\":\"a\"},\"b\":{\"m\":\"b\"},\"z\":{\"y\":{\"m\":\"b\"}}}")]
    [InlineData("p[k] := 1 if some k in [\"n\"]\np.x[k][l] := v if { some k in [\"a\", \"b\"]; some l, v in {\"m\": k} }\n"
        + "p.z := data.test.p.x.b.m", "{\"n\":1,\"x\":{\"a\":{\"m\":\"a\"},\"b\":{\"m\":\"b\"}},\"z\":\"b\"}")]
    [InlineData("p[k].n := v if some k, v in {\"a\": 1}\np.c.n := data.test.p.a.n", "{\"a\":{\"n\":1},\"c\":{\"n\":1}}")]
    public void A_rule_reads_its_siblings(string policy, string expected)
    {
        Assert.Equal(expected, Rego.Value(policy));
        Assert.Equal(expected, Rego.Value(policy + "\nq := data.test.p", "q"));
    }
}
