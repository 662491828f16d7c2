namespace Spaceforge.Rego.Tests.Evaluation;

/// <summary>Parts of values and documents: by a key that is known, and all of them.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("[10, 20]", "0", "10")]
    [InlineData("[10, 20]", "1", "20")]
    [InlineData("[10, 20]", "1.0", "20")]
    [InlineData("[10, 20]", "2", "undefined")]
    [InlineData("[10, 20]", "-1", "undefined")]
    [InlineData("[10, 20]", "0.5", "undefined")]
    [InlineData("[10, 20]", "\"0\"", "undefined")]
    [InlineData("{\"a\": 1}", "\"a\"", "1")]
    [InlineData("{\"a\": 1}", "\"b\"", "undefined")]
    [InlineData("{\"1\": 1}", "1", "undefined")]
    [InlineData("\"text\"", "0", "undefined")]
    [InlineData("null", "0", "undefined")]
    public void A_part_has_a_key(string value, string key, string expected) =>
        Assert.Equal(expected, Rego.Value("p := input.v[input.k]", input: $"{{\"v\": {value}, \"k\": {key}}}"));

    [Theory]
    [InlineData("2", "2")]
    [InlineData("9", "undefined")]
    [InlineData("[1, \"a\"]", "[1,\"a\"]")]
    public void A_set_has_its_items_as_keys(string key, string expected) =>
        Assert.Equal(expected, Rego.Value("s := {2, 3, [1, \"a\"]}\np := s[input]", input: key));

    [Theory]
    [InlineData("p := input.a.b[0].c", "5")]
    [InlineData("p := input.a.nothing[0].c", "undefined")]
    [InlineData("p := [input.a.b[0].c, input.a.b[1]]", "undefined")]
    [InlineData("p := {input.a.b[0].c, 5}", "[5]")]
    [InlineData("p := {\"k\": input.nothing}", "undefined")]
    [InlineData("p := {input.nothing: 1}", "undefined")]
    [InlineData("p := {input.key: 1, \"b\": input.a.b[0].c}", "{\"b\":5,\"k\":1}")]
    [InlineData("p := {input.key: 1, input.key: 1}", "{\"k\":1}")]
    [InlineData("p := input.a.b[input.nothing]", "undefined")]
    [InlineData("p := [k | some k in [\"a\", \"x\"]; input[k]]", "[\"a\"]")]
    [InlineData("p := input[\"key\"]", "\"k\"")]
    [InlineData("p := {\"a\": {\"b\": [1, 2]}}[\"a\"].b[1]", "2")]
    public void A_path_goes_as_far_as_there_is_something(string policy, string expected) =>
        Assert.Equal(expected, Rego.Value(policy, input: "{\"a\": {\"b\": [{\"c\": 5}]}, \"key\": \"k\"}"));

    [Theory]
    [InlineData("[7, 8]", "[[0,7],[1,8]]")]
    [InlineData("{\"a\": 7, \"b\": false}", "[[\"a\",7],[\"b\",false]]")]
    [InlineData("\"text\"", "[]")]
    [InlineData("5", "[]")]
    public void Every_part_of_a_document_is_visited_with_its_key(string input, string expected)
    {
        Assert.Equal(expected, Rego.Value("p := [[k, v] | v := input[k]]", input: input));
        Assert.Equal(expected, Rego.Value("p := [[k, v] | some k, v in input]", input: input));
    }

    [Theory]
    [InlineData("p := [v | some v in s]", "[1,2,[3,4]]")]
    [InlineData("p := [[k, v] | some k, v in s]", "[[1,1],[2,2],[[3,4],[3,4]]]")]
    [InlineData("p := [x | s[x]]", "[1,2,[3,4]]")]
    [InlineData("p := [x | s[[x, 4]]]", "[3]")]
    [InlineData("p := [x | s[[x, 5]]]", "[]")]
    [InlineData("p := [x | some [x, _] in s]", "[3]")]
    [InlineData("p := [v | v := input.rows[i].cells[j]; i != j]", "[2,3]")]
    [InlineData("p := [[i, j] | input.rows[i].cells[j] == 3]", "[[1,0]]")]
    [InlineData("p := [i | input.rows[i].cells[2]]", "[]")]
    [InlineData("p := [x | x := input.rows[_].name]", "[\"first\"]")]
    [InlineData("p := [v | k := \"rows\"; v := count(input[k])]", "[2]")]
    [InlineData("p := [x | x := input.rows[i].cells[i]]", "[1,4]")]
    [InlineData("p := [x | some i; x := input.rows[i].cells[input.rows[i].pick]]", "[2,3]")]
    [InlineData("p := [x | x := input.rows[_].cells[_]; x > 2]", "[3,4]")]
    [InlineData("p := {k | input.rows[_][k]}", "[\"cells\",\"name\",\"pick\"]")]
    [InlineData("p := [x | s[[x, x + 1]]]", "[3]")]
    [InlineData("p := [x | t[[[x + 1], x]]]", "[4]")]
    [InlineData("p := [x | some [[x + 1], x] in t]", "[4]")]
    [InlineData("p := [x | some count(x), x in [[5, 6], [7]]]", "[[7]]")]
    [InlineData("p := [x | some x, {x: y} in [{0: 1}, {0: 2}, {2: 3}]]", "[0,2]")]
    [InlineData("p := [x | walk({4: [[5]], 6: [[5]]}, [[x], [[x + 1]]])]", "[4]")]
    [InlineData("p := [v | v := input.s[x][input.t[x + 1][x]]]", "[\"yes\"]")]
    [InlineData("p := [v | v := input.s[x][input.t[x + 1][_]]]", "[\"yes\"]")]
    [InlineData("p := [v | v := {\"a\": {\"a\": 1, \"b\": 2}}[x][walk(x)[1]]]", "[1]")]
    [InlineData("p := [v | v := {\"a\": {\"b\": 2}}[x][walk({\"a\": \"b\"}[x])[1]]]", "[2]")]
    [InlineData("p := [v | some x in [\"a\"]; v := {\"a\": {\"b\": 2}}[x][walk({\"a\": \"b\"}[x])[1]]]", "[2]")]
    [InlineData("p := [v | v := {[3, 4]: 1}[[walk({4})[1], 4]]]", "[]")]
    [InlineData("p := [x | s[[walk(3)[1], x]]]", "[4]")]
    [InlineData("p := [x | x := s[[walk(3)[1], 4]]]", "[[3,4]]")]
    [InlineData("p := [x | input.t[count([y | y := input.s[x][_]])][x]]", "[0]")]
    [InlineData("p := [x | x := walk(walk([y | y := 1])[1])[1]]", "[[1],1,1]")]
    [InlineData("p := [x | {1: {4: 2}}[walk([v | v := 1])[1]][x] == 2]", "[4]")]
    [InlineData("p := [a | a := [walk([v | v := i])[1], input.index[i]]; i == 1]", "[[[1],0],[1,0]]")]
    [InlineData("p := [a | a := walk([numbers.range(0, x)[y], input.index[x]])[1]; x == 0; is_array(a)]", "[[0,1]]")]
    [InlineData("g(\"b\") := \"k\"\np := [v | v := {\"a\": {\"k\": 1}, \"b\": {\"k\": 2}}[x][g(x)]]", "[2]")]
    [InlineData("p := [v | some m in [[{\"1\": 5}]]; v := m[_][1]]", "[]")]
    [InlineData("p := [[x, j] | x := numbers.range(0, input.index[_])[j]]", "[[0,0],[1,1],[0,0]]")]
    [InlineData("p := [x | s[[x - 1, x]]]", "[4]")]
    [InlineData("p := [x | x := input.rows[_][1]]", "[]")]
    [InlineData("p := [x | x := input.pairs[i][input.pairs[i].k]]", "[2]")]
    [InlineData("p := [x | x := input.pairs[input.index[_]].v]", "[2,1]")]
    [InlineData("p := [x | x := input.pairs[input.index[i]][input.keys[i]]]", "[1]")]
    [InlineData("p := [x | x := [input.index[_], 5]]", "[[1,5],[0,5]]")]
    [InlineData("p := [x | x := {input.index[_], 5}]", "[[1,5],[0,5]]")]
    [InlineData("p := [x | x := {\"k\": input.index[_]}]", "[{\"k\":1},{\"k\":0}]")]
    [InlineData("p := [x | x := {input.index[_]: 5}]", "[{\"1\":5},{\"0\":5}]")]
    [InlineData("p := [x | x := abs(input.index[_])]", "[1,0]")]
    [InlineData("p := [x | x := [1, 2][input.index[_]]]", "[2,1]")]
    [InlineData("p if every x in [1] { input.index[_] == x }", "true")]
    [InlineData("p if every x in [1] { input.pairs[0][_] == x }", "true")]
    [InlineData("p if every x in [1] { s[_] == x }", "true")]
    [InlineData("p if every x in [1] { some y in {\"k\": 5}; y > x }", "true")]
    [InlineData("p if every x in [1] { some y in s; y == 2 }", "true")]
    [InlineData("p := true if input.rows[_].name == \"first\"", "true")]
    [InlineData("p := true if input.rows[_].name == \"second\"", "undefined")]
    [InlineData("p if some [1, x] in [[1, 2], [2, 3]]", "true")]
    [InlineData("p := x if some {\"a\": x, \"b\": 2} in [{\"a\": 1}, {\"a\": 3, \"b\": 2}, {\"a\": 4, \"b\": 2, \"c\": 5}]", "3")]
    public void A_pattern_picks_parts(string policy, string expected) => Assert.Equal(
        expected,
        Rego.Value(
            "s := {1, 2, [3, 4]}\nt := {[[5], 4], [6, [7]], [[5], 6]}\n" + policy,
            input: "{\"s\": [[\"no\", \"yes\"]], \"t\": [[2], [1, 5], [0]], "
                + "\"rows\": [{\"cells\": [1, 2], \"name\": \"first\", \"pick\": 1}, {\"cells\": [3, 4], \"pick\": 0}], "
                + "\"pairs\": [{\"v\": 1, \"1\": 3}, {\"k\": \"v\", \"v\": 2}], \"index\": [1, 0], \"keys\": [\"none\", \"v\"]}"));

    [Theory]
    [InlineData("p := data.users.a.age", "1")]
    [InlineData("p := data.users.x.age", "undefined")]
    [InlineData("p := data.users.a.age.deeper", "undefined")]
    [InlineData("p := {u: a | a := data.users[u].age}", "{\"a\":1,\"b\":2}")]
    [InlineData("p := data.numbers[1]", "\"one\"")]
    [InlineData("p := data.numbers[input]", "\"one\"")]
    [InlineData("p := [v | v := data.list[_]]", "[5,6]")]
    [InlineData("p := data.list[1]", "6")]
    [InlineData("p := data.users[data.name].age", "2")]
    [InlineData("p := data.nothing", "undefined")]
    [InlineData("p := data.users[input]", "undefined")]
    [InlineData("p := [x | x := data.users[_].extra.deep]", "[3]")]
    [InlineData("p := count(data.users)", "2")]
    public void A_document_of_data_is_read(string policy, string expected) => Assert.Equal(expected, Rego.Value(
        policy, input: "1", with: new()
        {
            Data = RegoJson.Parse(
                """{"users": {"a": {"age": 1}, "b": {"age": 2, "extra": {"deep": 3}}}, "name": "b", "list": [5, 6], "numbers": {"1": "one"}}"""),
        }));

    [Theory]
    [InlineData("p := data.test.lib", "{\"of_data\":3,\"x\":1,\"y\":[2]}")]
    [InlineData("p := [k | data.test.lib[k]]", "[\"of_data\",\"x\",\"y\"]")]
    [InlineData("p := [[k, v] | v := data.test.lib[k]]", "[[\"of_data\",3],[\"x\",1],[\"y\",[2]]]")]
    [InlineData("p := [v | some k in [\"x\", \"of_data\", \"never\", \"f\", \"none\"]; v := data.test.lib[k]]", "[1,3]")]
    [InlineData("p := data.test.lib.never", "undefined")]
    [InlineData("p := data.test.lib.of_data", "3")]
    [InlineData("p := data.test.lib.x", "1")]
    [InlineData("p := data.test.lib[input]", "[2]")]
    [InlineData("p := data.test.lib[input][2]", "2")]
    [InlineData("p := data.test.lib[input][3]", "undefined")]
    [InlineData("p := [v | data.test.lib[input][v]]", "[2]")]
    [InlineData("p := [[i, k] | some i in [1, 2]; data.test.lib[k] == 1]", "[[1,\"x\"],[2,\"x\"]]")]
    [InlineData("p if every x in [1] { data.test.lib[_] == x }", "true")]
    [InlineData("p := [v | some k in [\"none\", \"of_data\"]; v := data.test.lib[k]]", "[3]")]
    [InlineData("p := count(data.test.lib)", "3")]
    [InlineData("p := data.test.lib[input].deeper", "undefined")]
    public void Rules_and_documents_below_a_path_are_one_object(string policy, string expected) => Assert.Equal(
        expected,
        Rego.Value(
            "lib.x := 1\nlib.y contains 2\nlib.f(z) := z\nlib.never := 1 if false\n" + policy, input: "\"y\"",
            with: new() { Data = RegoJson.Parse("{\"test\": {\"lib\": {\"of_data\": 3}}}") }));

    [Fact]
    public void All_of_data_is_what_the_rules_give_and_the_documents()
    {
        var policy = RegoPolicy.Compile(
            RegoModule.Parse("package a.b\nx := 1\nf(y) := y"), RegoModule.Parse("package c\ny contains x if x := 2"));
        var result = policy.Query("x = data", new() { Data = RegoJson.Parse("{\"a\": {\"own\": 1}, \"other\": [true]}") });
        Assert.Equal(
            "{\"a\":{\"b\":{\"x\":1},\"own\":1},\"c\":{\"y\":[2]},\"other\":[true]}", Assert.Single(result.Bindings)["x"].ToJson());
        Assert.Equal("{\"a\":{\"b\":{\"x\":1}},\"c\":{\"y\":[2]}}", policy.Query("x = data").Bindings[0]["x"].ToJson());
    }

    [Theory]
    [InlineData("p := [k | data.test.lib[k]]", null, "[\"a\",\"b\"]")]
    [InlineData("p := data.test.lib[input]", "{\"test\": {\"lib\": {\"1\": \"one\"}}}", "\"one\"")]
    [InlineData("p := data.test.lib[input]", null, "undefined")]
    public void Keys_of_rules_are_sorted_and_those_of_documents_are_texts(string policy, string? data, string expected) => Assert.Equal(
        expected,
        Rego.Value("lib.b := 1\nlib.a := 2\n" + policy, input: "1", with: new() { Data = data is null ? null : RegoJson.Parse(data) }));

    [Fact]
    public void A_document_that_is_no_object_has_no_parts_beside_rules() => Assert.Equal(
        "{\"x\":1}",
        Rego.Value("lib.x := 1\np := data.test.lib", with: new() { Data = RegoJson.Parse("{\"test\": {\"lib\": 5}}") }));

    [Theory]
    [InlineData("p := input", "undefined")]
    [InlineData("p := input.a", "undefined")]
    [InlineData("p if not input", "true")]
    [InlineData("p := [x | x := input[_]]", "[]")]
    public void Without_an_input_there_is_none(string policy, string expected) => Assert.Equal(expected, Rego.Value(policy));
}
