namespace Spaceforge.Rego.Tests.Evaluation;

/// <summary>What 'with' replaces, for how long, and what it leaves.</summary>
public sealed class WithTests
{
    [Theory]
    [InlineData("p := y if y := input with input as {\"x\": 5}", "{\"x\":5}")]
    [InlineData("p := y if y := input with input.a.b as 1", "{\"a\":{\"b\":1,\"c\":2},\"k\":\"v\"}")]
    [InlineData("p := y if y := input with input.a as 1 with input.z as 2", "{\"a\":1,\"k\":\"v\",\"z\":2}")]
    [InlineData("p := y if y := input with input.k.deeper as 1", "{\"a\":{\"c\":2},\"k\":{\"deeper\":1}}")]
    [InlineData("p := [x, y] if { x := input.k with input.k as 1; y := input.k }", "[1,\"v\"]")]
    [InlineData("q := input.k\np := [a, b, c] if { a := q; b := q with input.k as 2; c := q }", "[\"v\",2,\"v\"]")]
    [InlineData("p if q with input.k as data.nothing\nq := 1", "undefined")]
    [InlineData("p := [x | some k in [\"none\", \"k\"]; x := input.z with input.z as input[k]]", "[\"v\"]")]
    [InlineData("p := y if y := [x | x := [input.k[_], input.m]] with input.k as [1, 2] with input.m as 5", "[[1,5],[2,5]]")]
    [InlineData("p := [y | y := [input.k[_], input.m] with input.k as [1, 2] with input.m as 5]", "[[1,5],[2,5]]")]
    [InlineData("f(x) := x\np := y if y := input.test.f with input.test.f as 5", "5")]
    [InlineData("p if not input.k with input.k as false", "true")]
    [InlineData("p if not input.k with input.k as 3", "undefined")]
    [InlineData("p := [[x, input.k] | some x in input.k with input.k as [1, 2]]", "[[1,\"v\"],[2,\"v\"]]")]
    [InlineData("p := [x | some i in [1, 2]; x := [y | y := input.k] with input.k as i]", "[[1],[2]]")]
    [InlineData("p := [x | some i in [1, 2]; x := {y | y := input.k} with input.k as i]", "[[1],[2]]")]
    [InlineData("q := input.k\np := [x | some i in [1, 2]; x := q with input.k as i]", "[1,2]")]
    [InlineData("q := r\nr := input.k\np := x if x := q with input.k as 4", "4")]
    [InlineData("q := x if x := input.k with input.k as 1\np := [x, y] if { x := q with input.k as 2; y := input.k }", "[1,\"v\"]")]
    public void An_input_is_another_one_in_one_expression(string policy, string expected) =>
        Assert.Equal(expected, Rego.Value(policy, input: "{\"a\": {\"c\": 2}, \"k\": \"v\"}"));

    [Fact]
    public void An_input_is_made_where_there_is_none() =>
        Assert.Equal("{\"a\":{\"b\":1}}", Rego.Value("p := y if y := input with input.a.b as 1"));

    [Theory]
    [InlineData("p := y if y := data.doc with data.doc as 7", "7")]
    [InlineData("p := y if y := data.doc with data.doc.b as 7", "{\"a\":1,\"b\":7}")]
    [InlineData("p := y if y := data.new.path with data.new.path as 7", "7")]
    [InlineData("p := y if y := data.test.q with data.test.q as 7", "7")]
    [InlineData("p := y if y := q with data.test.q as 7", "7")]
    [InlineData("p := y if y := r with data.test.q as 7", "[7]")]
    [InlineData("p := [x, y] if { x := r with data.test.q as 7; y := r }", "[[7],[1]]")]
    [InlineData("p := y if y := data.test.lib with data.test.lib.x as 7", "{\"x\":7,\"y\":2}")]
    [InlineData("p := y if y := data.test.lib with data.test.lib as {\"z\": 7}", "{\"z\":7}")]
    [InlineData("p := y if y := data.test.lib.x with data.test.lib as {\"z\": 7}", "undefined")]
    [InlineData("p := y if y := data.test.lib.z with data.test.lib as {\"z\": 7}", "7")]
    [InlineData("p := [k | data.test.lib[k] with data.test.lib.x as 7]", "[\"x\",\"y\"]")]
    [InlineData("p := [v | v := data.test.lib[_] with data.test.lib.x as 7]", "[7,2]")]
    [InlineData("p := [x, y] if { x := data.test.lib.x with data.test.q as 7; y := data.test.lib.y }", "[1,2]")]
    [InlineData("p := y if y := [q, data.test.lib.x] with data.test.q as 5 with data.test.lib.x as 6", "[5,6]")]
    [InlineData("s := y if y := [q, data.doc.a] with data.doc.a as 6\np := y if y := s with data.test.q as 5", "[5,6]")]
    [InlineData("p := y if y := data.doc.a with input as 1", "1")]
    [InlineData("p := y if y := data.test.s with data.test.s as {1, 2}\ns contains 5", "[1,2]")]
    public void A_document_or_a_rule_is_another_value(string policy, string expected) => Assert.Equal(
        expected,
        Rego.Value(
            "q := 1\nr := [q]\nlib.x := 1\nlib.y := 2\n" + policy,
            with: new() { Data = RegoJson.Parse("{\"doc\": {\"a\": 1}}") }));

    [Theory]
    [InlineData("p := y if y := f(1) with f as 9", "9")]
    [InlineData("p := y if y := [f(1), f(2)] with f as g", "[101,102]")]
    [InlineData("p := y if y := f(1) with data.test.f as 9", "9")]
    [InlineData("p := y if y := f(1) with f as g", "101")]
    [InlineData("p := y if y := f([1, 2]) with f as count", "2")]
    [InlineData("p := y if y := count([1]) with count as 9", "9")]
    [InlineData("p := y if y := count([1]) with count as f", "[\"f\",[1]]")]
    [InlineData("p := y if y := count([1, 5]) with count as sum", "6")]
    [InlineData("p := y if y := count([1, 5]) with count as own", "[2]")]
    [InlineData("p := y if y := r with f as 9", "[9]")]
    [InlineData("p := [x, y] if { x := r with f as 9; y := r }", "[[9],[[\"f\",1]]]")]
    [InlineData("p := y if y := [f(1), g(1)] with f as 9", "[9,101]")]
    [InlineData("p := y if y := [f(1), count([2])] with f as 9 with count as 8", "[9,8]")]
    [InlineData("s := y if y := [f(1), count([2])] with count as 8\np := y if y := s with f as 9", "[9,8]")]
    [InlineData("p := y if y := f(1) with f as data.nothing", "undefined")]
    [InlineData("p := y if y := f(1) with f as input", "[\"in\"]")]
    [InlineData("p := y if y := [f(1), input] with f as g with input as 3", "[101,3]")]
    [InlineData("p := y if y := data.test.lib.f(1) with data.test.lib.f as g", "101")]
    [InlineData("p if not f(1) with f as false", "true")]
    [InlineData("deep(x) := f(x)\np := y if y := deep(1) with f as g", "101")]
    [InlineData("swap(x) := [f(x), q]\np := y if y := f(1) with f as swap with data.test.q as 2", "[[\"f\",1],2]")]
    public void A_function_is_another_one_or_a_value(string policy, string expected) => Assert.Equal(
        expected,
        Rego.Value(
            "f(x) := [\"f\", x]\ng(x) := x + 100\nown(x) := [count(x)]\nlib.f(x) := x\nq := 1\nr := [f(1)]\n" + policy,
            input: "[\"in\"]"));

    [Fact]
    public void Nested_replacements_need_no_depth_of_their_own_afterwards() => Assert.Equal(
        "50",
        Rego.Value(
            "q := input\np := count([x | some i in numbers.range(1, 50); x := q with input as i])", with: new() { MaxDepth = 5 }));
}
