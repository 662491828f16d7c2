namespace Spaceforge.Rego.Tests.Evaluation;

/// <summary>Expressions of a body: comparisons, membership, unification, patterns and texts.</summary>
public sealed class ExpressionTests
{
    [Theory]
    [InlineData("1", "2", "ne lt le")]
    [InlineData("2", "1", "ne gt ge")]
    [InlineData("1", "1", "eq le ge")]
    [InlineData("1", "1.0", "eq le ge")]
    [InlineData("\"a\"", "\"b\"", "ne lt le")]
    [InlineData("null", "false", "ne lt le")]
    [InlineData("true", "0", "ne lt le")]
    [InlineData("5", "\"1\"", "ne lt le")]
    [InlineData("[1, 2]", "[1, 3]", "ne lt le")]
    [InlineData("{\"a\": 1}", "{\"a\": 1}", "eq le ge")]
    public void Values_are_compared(string left, string right, string expected) => Assert.Equal(
        $"\"{expected}\"",
        Rego.Value(
            "holds contains \"eq\" if input.a == input.b\nholds contains \"ne\" if input.a != input.b\n"
                + "holds contains \"lt\" if input.a < input.b\nholds contains \"le\" if input.a <= input.b\n"
                + "holds contains \"gt\" if input.a > input.b\nholds contains \"ge\" if input.a >= input.b\n"
                + "p := concat(\" \", [h | some h in [\"eq\", \"ne\", \"lt\", \"le\", \"gt\", \"ge\"]; holds[h]])",
            input: $"{{\"a\": {left}, \"b\": {right}}}"));

    [Theory]
    [InlineData("p := [input.x == 1, input.x != 1, input.x < 1, input.x > 0]", "[true,false,false,true]")]
    [InlineData("p := [input.x <= 1, input.x <= 0, input.x >= 1, input.x >= 2]", "[true,false,true,false]")]
    [InlineData("p := [input.x == 0, input.x == 2, eq(input.x, 0)]", "[false,false,false]")]
    [InlineData("p if input.x == 0", "undefined")]
    [InlineData("p if input.nothing == 1", "undefined")]
    [InlineData("p if 1 != input.nothing", "undefined")]
    [InlineData("p if not input.nothing == 1", "true")]
    [InlineData("p := [equal(input.x, 1), equal(input.x, 2)]", "[true,false]")]
    [InlineData("p := r if equal(input.x, 1, r)", "true")]
    [InlineData("p := r if neq(input.x, 1, r)", "false")]
    [InlineData("p if equal(input.x, 1)", "true")]
    [InlineData("p if equal(input.x, 2)", "undefined")]
    [InlineData("p := r if count(input.xs, r)", "3")]
    [InlineData("p if count(input.xs, 3)", "true")]
    [InlineData("p if count(input.xs, 4)", "undefined")]
    [InlineData("f(x) := x + 1\np := r if f(input.x, r)", "2")]
    [InlineData("p := eq(input.x, 1)", "true")]
    [InlineData("p := eq(input.x, 2)", "false")]
    public void Operators_are_values_too(string policy, string expected) =>
        Assert.Equal(expected, Rego.Value(policy, input: "{\"x\": 1, \"xs\": [1, 2, 3]}"));

    [Theory]
    [InlineData("2 in input.array", "true")]
    [InlineData("9 in input.array", "false")]
    [InlineData("1 in input.object", "true")]
    [InlineData("\"a\" in input.object", "false")]
    [InlineData("2 in s", "true")]
    [InlineData("9 in s", "false")]
    [InlineData("2 in input.text", "false")]
    [InlineData("input.nothing in input.array", "undefined")]
    [InlineData("2 in input.nothing", "undefined")]
    [InlineData("0, 2 in input.array", "true")]
    [InlineData("1, 2 in input.array", "false")]
    [InlineData("7, 2 in input.array", "false")]
    [InlineData("\"a\", 1 in input.object", "true")]
    [InlineData("\"a\", 2 in input.object", "false")]
    [InlineData("2, 2 in s", "true")]
    [InlineData("2, 1 in s", "false")]
    [InlineData("input.nothing, 2 in input.array", "undefined")]
    [InlineData("0, input.nothing in input.array", "undefined")]
    public void A_value_is_in_another(string expression, string expected)
    {
        const string input = "{\"array\": [2, 3], \"object\": {\"a\": 1}, \"text\": \"2\"}";
        Assert.Equal(expected, Rego.Value($"s := {{1, 2}}\np := x if x := ({expression})", input: input));
        Assert.Equal(expected == "true" ? "true" : "undefined", Rego.Value($"s := {{1, 2}}\np if {expression}", input: input));
    }

    [Theory]
    [InlineData("[x, 2] = [1, y]; r := [x, y]", "[1,2]")]
    [InlineData("[x, x] = [1, 1]; r := x", "1")]
    [InlineData("[x, x] = [1, 2]; r := x", "undefined")]
    [InlineData("[x, y] = [y, 1]; r := [x, y]", "[1,1]")]
    [InlineData("[x, y, z] = [y, z, 1]; r := [x, y, z]", "[1,1,1]")]
    [InlineData("[x, [y, 2]] = [[1, z], [3, z]]; r := [x, y, z]", "[[1,2],3,2]")]
    [InlineData("[x, y] = input.pair; r := [y, x]", "[\"b\",\"a\"]")]
    [InlineData("input.pair = [x, y]; r := [y, x]", "[\"b\",\"a\"]")]
    [InlineData("[x, \"b\"] = input.pair; r := x", "\"a\"")]
    [InlineData("[x, \"c\"] = input.pair; r := x", "undefined")]
    [InlineData("[x] = input.pair; r := x", "undefined")]
    [InlineData("[x, y, z] = input.pair; r := x", "undefined")]
    [InlineData("[x, y] = input.object; r := x", "undefined")]
    [InlineData("[x, y] = input.nothing; r := x", "undefined")]
    [InlineData("{\"k\": x, \"l\": 2} = input.object; r := x", "1")]
    [InlineData("{\"k\": x, \"l\": 3} = input.object; r := x", "undefined")]
    [InlineData("{\"k\": x} = input.object; r := x", "undefined")]
    [InlineData("{\"k\": x, \"m\": y} = input.object; r := x", "undefined")]
    [InlineData("{\"k\": _, \"l\": _} = input.pair; r := 1", "undefined")]
    [InlineData("[_, _] = input.object; r := 1", "undefined")]
    [InlineData("{\"k\": x, \"l\": y} = input.pair; r := x", "undefined")]
    [InlineData("n := \"k\"; {n: x, \"l\": y} = input.object; r := [x, y]", "[1,2]")]
    [InlineData("[n, {n: x, \"l\": y}] = [\"k\", input.object]; r := [x, y]", "[1,2]")]
    [InlineData("{input.nothing: x, \"l\": y} = input.object; r := x", "undefined")]
    [InlineData("[x, {\"k\": y, \"l\": _}] = [5, input.object]; r := [x, y]", "[5,1]")]
    [InlineData("[x, x + 1] = [1, 2]; r := x", "1")]
    [InlineData("[x + 1, x] = [2, 1]; r := x", "1")]
    [InlineData("[x + 1, x] = [3, 1]; r := x", "undefined")]
    [InlineData("[count(x), x] = input.counted; r := x", "[7,8]")]
    [InlineData("[count(x), x] = input.miscounted; r := x", "undefined")]
    [InlineData("[count(x), [y | y := x[_]], x] = [2, [7, 8], [7, 8]]; r := x", "[7,8]")]
    [InlineData("[[y | y := x[_]], x] = [[7, 8], input.counted[1]]; r := x", "[7,8]")]
    [InlineData("[{y | some y in x}, x] = [z, input.counted[1]]; r := z", "[7,8]")]
    [InlineData("z = [y | y := x[_]]; x = input.counted[1]; r := z", "[7,8]")]
    [InlineData("input.counted = [count(x), x]; r := x", "[7,8]")]
    [InlineData("[[count(x)], x] = [[2], input.counted[1]]; r := x", "[7,8]")]
    [InlineData("{\"k\": x, \"l\": x + 1} = input.object; r := x", "1")]
    [InlineData("x = y; y = 3; r := x", "3")]
    [InlineData("x = input.pair[i]; r := [i, x]; i = 1", "[1,\"b\"]")]
    [InlineData("1 = x; x = 1; r := x", "1")]
    [InlineData("x := 1; x = 2; r := x", "undefined")]
    [InlineData("x := 1; 1 = x; r := x", "1")]
    [InlineData("[1, x] = [1, 2]; r := x", "2")]
    [InlineData("[2, x] = [1, 2]; r := x", "undefined")]
    [InlineData("{\"a\": 1} = {\"a\": x}; r := x", "1")]
    [InlineData("x = {\"a\": y}; y = 2; r := x", "{\"a\":2}")]
    [InlineData("[[x, y] | x = 1] = [z]; y = 2; r := z", "[1,2]")]
    [InlineData("[x, y] := input.pair; r := x", "\"a\"")]
    [InlineData("{\"k\": x, \"l\": y} := input.object; r := x + y", "3")]
    [InlineData("[input.pair[i], i] = [\"b\", j]; r := j", "1")]
    [InlineData("[x, input.pair[x]] = [1, y]; r := y", "\"b\"")]
    [InlineData("[x, [x, y]] = [1, [z, 2]]; r := [y, z]", "[2,1]")]
    [InlineData("[[count(x), [x]], y] = [[2, [[7, 8]]], y]; y = 1; r := x", "[7,8]")]
    [InlineData("[y, [[count(x)], x]] = [1, [[2], [7, 8]]]; r := [x, y]", "[[7,8],1]")]
    [InlineData("[y, [[count(x)], x]] = input.deep; r := [x, y]", "[[7,8],1]")]
    [InlineData("[y, [[count(x) + 1], x]] = input.deep; r := [x, y]", "undefined")]
    [InlineData("{\"k\": x + 1, \"l\": x} = {\"k\": 3, \"l\": input.object.l}; r := x", "2")]
    [InlineData("{\"k\": x - 1, \"l\": x} = input.object; r := x", "2")]
    [InlineData("[x, x - 1] = [input.object.l, input.object.k]; r := x", "2")]
    [InlineData("[i + 1, input.pair[i]] = input.indexed; r := i", "1")]
    [InlineData("[n, input.deep[n][i]] = input.found; r := i", "0")]
    [InlineData("[n, {input.keys[n][i]: x}] = input.keyed; r := [n, i, x]", "[1,0,5]")]
    [InlineData("[1, {input.keys[i][0]: x}] = input.keyed; r := [i, x]", "[1,5]")]
    [InlineData("[n, {input.keys[n][i]: x, \"l\": y}] = input.both; r := [n, i, x, y]", "[1,0,5,6]")]
    [InlineData("[{n: x, \"l\": y}, n] = [input.object, \"k\"]; r := [x, y]", "[1,2]")]
    [InlineData("[[count(x), y], x] = [input.counted, [y]]; r := x", "undefined")]
    [InlineData("[[count(x), y], x] = [input.single, [y]]; r := x", "[[7]]")]
    [InlineData("[count(x), [[x, 1]]] = [z, [[[7, 8], w]]]; r := [z, w]", "[2,1]")]
    [InlineData("[{\"l\": y, n: x}, n, 1] = [input.object, \"k\", w]; r := [x, y, w]", "[1,2,1]")]
    [InlineData("[[y | y := x[_]], input.counted[1]] = [z, x]; r := z", "[7,8]")]
    [InlineData("y := 3; [x + 1, x, 1] = [y, 2, w]; r := w", "1")]
    [InlineData("y := 5; [x + 1, x, 1] = [y, 2, w]; r := w", "undefined")]
    [InlineData("input.counted[i] = i + 2; r := i", "0")]
    [InlineData("i + 2 = input.counted[i]; r := i", "0")]
    [InlineData("count(input.keys[i]) = [1][i]; r := i", "0")]
    [InlineData("x = numbers.range(0, 0)[x]; r := x", "0")]
    [InlineData("x = [5, 1][x]; r := x", "1")]
    [InlineData("x = abs([5, 1][x]); r := x", "1")]
    [InlineData("[[5, 1][x]] = [x]; r := x", "1")]
    [InlineData("[[numbers.range(0, x)[y], numbers.range(0, y)[x]], x] = [z, 2]; r := z", "[2,2]")]
    [InlineData("r := [numbers.range(0, x)[y], input.object.l[x]]", "undefined")]
    [InlineData("r := [numbers.range(0, x)[2], input.single[x]]", "undefined")]
    [InlineData("r := [numbers.range(0, x)[y], input.pair[x]]; y = 1", "[1,\"b\"]")]
    [InlineData("r := [input.pair[x + 1], input.single[x]]", "[\"b\",1]")]
    [InlineData("r := [input.pair[x + 1][y], input.single[x], x]", "undefined")]
    [InlineData("r := [input.keys[x + 1][y], input.single[x], x, y]", "[\"m\",1,0,0]")]
    [InlineData("r := [numbers.range(0, x)[y], input.pair[x]][i]; y = 1; i = 1", "\"b\"")]
    public void Unification_gives_variables_their_values(string body, string expected) => Assert.Equal(
        expected,
        Rego.Value(
            $"p := r if {{ {body} }}",
            input: "{\"pair\": [\"a\", \"b\"], \"object\": {\"k\": 1, \"l\": 2}, \"counted\": [2, [7, 8]], "
                + "\"miscounted\": [3, [7, 8]], \"deep\": [1, [[2], [7, 8]]], \"indexed\": [2, \"b\"], \"found\": [1, [2]], "
                + "\"keys\": [[\"none\"], [\"m\"]], \"keyed\": [1, {\"m\": 5}], "
                + "\"both\": [1, {\"m\": 5, \"l\": 6}], \"single\": [1, [7]]}"));

    [Theory]
    [InlineData("p := x if { x := y + 1; y := 2 }", "rego_compile_error var y referenced above")]
    [InlineData("p := x if { x = y + 1 }", "rego_unsafe_var_error")]
    public void A_variable_without_a_value_is_an_error(string policy, string code) =>
        Assert.Contains(Rego.Errors("package test\n" + policy), e => e.Contains(code, StringComparison.Ordinal));

    [Theory]
    [InlineData("f(x, [y, {\"k\": z}]) := [x, y, z]\np := f(1, [2, {\"k\": 3}])", "[1,2,3]")]
    [InlineData("f([x, x]) := x\np := [v | some a in [[1, 1], [1, 2], [3]]; v := f(a)]", "[1]")]
    [InlineData("f(1, x) := x\np := [v | some a in [1, 2]; v := f(a, 5)]", "[5]")]
    [InlineData("f([[a, b], c]) := a\np := [v | some x in [[5, 6], [[1, 2], 3], [[1], 3]]; v := f(x)]", "[1]")]
    [InlineData("f([[a, 2], c]) := a\np := [v | some x in [[[1, 3], 3], [[1, 2], 3]]; v := f(x)]", "[1]")]
    [InlineData("f({\"a\": x}) := x\np := [v | some a in [{\"a\": 1}, {\"b\": 1}, {\"a\": 2, \"b\": 1}]; v := f(a)]", "[1]")]
    [InlineData("f([]) := 0\nf([x]) := 1\nf([x, y]) := 2\np := [f([]), f([9]), f([9, 9])]", "[0,1,2]")]
    [InlineData("f(x) := 1 if { x > 5 } else := 2 if { x > 3 } else := 3\np := [f(6), f(4), f(1)]", "[1,2,3]")]
    [InlineData("f(_) := 1\np := f(input)", "undefined")]
    [InlineData("f(x) := x\np := [f(input.nothing)]", "undefined")]
    [InlineData("f(x) if x > 1\np := [f(2), f(3)]", "[true,true]")]
    [InlineData("f(x) if x > 1\np if not f(0)", "true")]
    [InlineData("default f(_) := 0\nf(x) := 1 if x == 1\np := [f(1), f(2)]", "[1,0]")]
    public void Arguments_are_matched(string policy, string expected) => Assert.Equal(expected, Rego.Value(policy));

    [Theory]
    [InlineData("p if every x in [1, 2] { x > 0 }", "true")]
    [InlineData("p if every x in [1, 2] { x > 1 }", "undefined")]
    [InlineData("p if every x in {1, 2} { x > 0 }", "true")]
    [InlineData("p if every x in {1, 2} { x > 1 }", "undefined")]
    [InlineData("p if every x in {\"a\": 1, \"b\": 2} { x > 0 }", "true")]
    [InlineData("p if every x in {\"a\": 1, \"b\": 2} { x > 1 }", "undefined")]
    [InlineData("p if every i, x in [5, 6] { x == i + 5 }", "true")]
    [InlineData("p if every i, x in [5, 7] { x == i + 5 }", "undefined")]
    [InlineData("p if every k, x in {\"a\": \"a\"} { x == k }", "true")]
    [InlineData("p if every k, x in {3, 4} { x == k }", "true")]
    [InlineData("p if every x in input.nothing { x }", "undefined")]
    [InlineData("p if every x in input { x }", "undefined")]
    [InlineData("p := y if { y := 2; every x in [1, 2] { x <= y } }", "2")]
    [InlineData("p := [x | some x in [1, 2]; every y in [1, 2] { y <= x }]", "[2]")]
    [InlineData("p if every x in [[1, 2]] { some y in x; y == 2 }", "true")]
    public void Every_item_must_hold(string policy, string expected) =>
        Assert.Equal(expected, Rego.Value(policy, input: "\"text\""));

    [Theory]
    [InlineData("p := [v | walk(input, [_, v]); is_number(v)]", "[2,1]")]
    [InlineData("p := {concat(\".\", k) | walk(input, [k, 2])}", "[\"a.b\"]")]
    [InlineData("p := [x | x := walk(input)[1]; is_number(x)]", "[2,1]")]
    [InlineData("p := [walk(input), 5][1]", "5")]
    [InlineData("p if walk(input, [[\"z\"], 1])", "true")]
    [InlineData("p if walk(input, [[\"z\"], 2])", "undefined")]
    [InlineData("p := [[a, b] | walk(input, [_, a]); walk(input, [_, b]); is_number(a); a == b]", "[[2,2],[1,1]]")]
    [InlineData("p := [x | [k, x] = walk(input); k == [\"z\"]]", "[1]")]
    [InlineData("p if not walk(input, [[\"z\"], 1])", "undefined")]
    [InlineData("p := [v | some k in [\"none\", \"z\"]; walk(input[k], [[], v])]", "[1]")]
    [InlineData("p if walk(input.nothing, _)", "undefined")]
    [InlineData("p := count([1 | walk(input, _)])", "4")]
    public void Walk_visits_every_part(string policy, string expected) =>
        Assert.Equal(expected, Rego.Value(policy, input: "{\"a\": {\"b\": 2}, \"z\": 1}"));

    [Theory]
    [InlineData("p := $\"a {input.x} b\"", "\"a 1 b\"")]
    [InlineData("p := $\"{input.s}{input.x}\"", "\"text1\"")]
    [InlineData("p := $\"{input.list}\"", "\"[1, \\\"a\\\"]\"")]
    [InlineData("p := $\"<{input.nothing}>\"", "\"<<undefined>>\"")]
    [InlineData("p := $\"{1 + input.x} {null} {true}\"", "\"2 null true\"")]
    [InlineData("p := $\"{input.same[_]}\"", "\"7\"")]
    [InlineData("p := $\"{s}\" if { s := {2, 1} }", "\"{1, 2}\"")]
    public void A_template_shows_values(string policy, string expected) => Assert.Equal(
        expected, Rego.Value(policy, input: "{\"x\": 1, \"s\": \"text\", \"list\": [1, \"a\"], \"same\": [7, 7]}"));

    [Fact]
    public void A_template_with_two_values_is_a_conflict()
    {
        var error = Rego.Failure("p := $\"{[1, 2][_]}\"");
        Assert.Equal(
            ("eval_conflict_error", "template-strings must not produce multiple outputs", 2),
            (error.Code, error.Message, error.Place.Line));
    }

    [Theory]
    [InlineData("p if print(\"a\", 1, input.nothing, [2, \"b\"])", "a 1 <undefined> [2, \"b\"]")]
    [InlineData("p if print()", "")]
    [InlineData("p if print(input.xs[_], input.xs[_])", "1 1|1 2|2 1|2 2")]
    [InlineData("p if { print(\"first\"); false; print(\"second\") }", "first")]
    [InlineData("p if { some x in input.xs; print(x) }", "1")]
    public void Print_writes_every_combination(string policy, string expected)
    {
        var lines = new List<string>();
        Rego.Value(policy, input: "{\"xs\": [1, 2]}", with: new() { Print = lines.Add });
        Assert.Equal(expected.Split('|'), lines);
    }

    [Fact]
    public void Print_writes_at_most_a_thousand_lines_at_once()
    {
        var lines = new List<string>();
        Rego.Value("xs := numbers.range(1, 40)\np if print(xs[_], xs[_])", with: new() { Print = lines.Add });
        Assert.Equal(1000, lines.Count);
        Assert.Equal("1 1", lines[0]);
    }

    [Theory]
    [InlineData("p := [x | x := [1, 2][_]; not x == 1]", "[2]")]
    [InlineData("p if { not input.x; not false }", "true")]
    [InlineData("p if { not true }", "undefined")]
    [InlineData("p if { false }", "undefined")]
    [InlineData("p if { null }", "true")]
    [InlineData("p if { 0; \"\"; [] }", "true")]
    [InlineData("p if input.x", "undefined")]
    [InlineData("p := [x | some x in [false, null, 0]; x]", "[null,0]")]
    [InlineData("p := {x | some x in [1, 1, 2]}", "[1,2]")]
    [InlineData("p := {k: v | some k, v in [5, 5]}", "{\"0\":5,\"1\":5}")]
    [InlineData("p := {\"k\": v | some v in [5, 5]}", "{\"k\":5}")]
    [InlineData("p := {input.x: 1 | true}", "{}")]
    [InlineData("p := {1: input.x | true}", "{}")]
    [InlineData("m := {\"a\": 1}\np := [m[x] | some x in [\"none\", \"a\"]]", "[1]")]
    [InlineData("m := {\"a\": 1}\np := {m[x]: 2 | some x in [\"none\", \"a\"]}", "{\"1\":2}")]
    [InlineData("m := {\"a\": 1}\np := {2: m[x] | some x in [\"none\", \"a\"]}", "{\"2\":1}")]
    [InlineData("p := [input.x | true]", "[]")]
    [InlineData("p := [[y | y := x + z] | some x in [1, 2]; some z in [10, 20]]", "[[11],[21],[12],[22]]")]
    [InlineData("p := [y | y := [x | some x in [1, 2]][_]]", "[1,2]")]
    [InlineData("p := [[x, y] | some x in [1, 2]; y := [z | some z in [1, 2, 3]; z > x]]", "[[1,[2,3]],[2,[3]]]")]
    [InlineData("f(x) := [y | some y in [1, 2]; y > x]\np := [f(0), f(1)]", "[[1,2],[2]]")]
    [InlineData("p := [a, b] if { a := [x | some x in [1]]; b := [x | some x in [2]] }", "[[1],[2]]")]
    public void A_body_holds_or_not(string policy, string expected) => Assert.Equal(expected, Rego.Value(policy));
}
