using System.Text.RegularExpressions;
using CsCheck;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Rego.Tests.Order;

/// <summary>
/// An expression that gives variables their values, in whatever order the engine found for its parts, holds for the values for which it
/// holds when it only has to compare.
/// </summary>
public sealed partial class BindingProperties
{
    const string Input = """{"xs": [0, 1, 2], "t": [[1, 2], [2, [0, 1]], [0, [1]]], "o": {"k": 1, "l": [0, 1]}}""";

    const string Rules =
        """
        package test
        s := {1, [0, 1], [1, [2]], [[1], 0], {"k": 2}}
        m := {0: [2], 1: {"k": 2}, [0, 1]: 2}
        f(a) := [a]
        known := {0, 1, 2, "k", "l", [0], [1], [2], [0, 1], [1, 2], [1, [2]], {"k": 1}, {"k": 2}}

        """;

    static readonly Gen<string> Bodies = Choices.Cases(60, choices => new Expressions(choices).Body());

    [Fact]
    public void A_variable_has_the_values_for_which_the_body_holds() => Bodies.Hold(150, body =>
    {
        var names = string.Join(", ", Variables().Matches(body).Select(name => name.Value).Distinct());
        var policy = Rules
            + $"found := {{[{names}] | {body}}}\n"
            + $"compared := {{[{names}] | some x in known; some y in known; {body}}}\n"
            + "p := {values | some values in found; every value in values { value in known }}\n";
        var module = RegoModule.Parse(policy, "test.rego");
        // A variable may have no value, or one that cannot have the type it needs.
        if (RegoChecks.Check([module]).Count > 0) return;
        var compiled = RegoPolicy.Compile(module);
        RegoEvaluation with = new() { Input = RegoJson.Parse(Input) };
        Assert.Equal(compiled.Evaluate("data.test.compared", with)!.ToString(), compiled.Evaluate("data.test.p", with)!.ToString());
    });

    [GeneratedRegex(@"\b[xy]\b")]
    private static partial Regex Variables();

    sealed class Expressions(Choices choices)
    {
        public string Body() => string.Join("; ", choices.Many(1, 2, Expression));

        string Expression() => choices.Made(
            () => $"{Term(3)} = {Term(3)}",
            () => $"{Term(3)} = {Term(2)}",
            () => $"{Term(2)} = {Of("input.xs", "input.t", "input.o", "s", "m", "x", "y")}[_]",
            () => $"walk(input, [_, {Term(2)}])",
            () => $"f({Term(2)}, {Term(2)})",
            () => $"{Of("input.t", "input.o", "s", "m")}[{Term(2)}]",
            () => $"{Of("input.t", "s", "m")}[{Term(2)}][{Term(2)}]",
            () => $"{Term(2)} == {Term(2)}");

        string Term(int depth) => depth == 0 ? Of("x", "y", "0", "1", "2", "\"k\"", "input.xs") : choices.Made(
            () => Of("x", "y"),
            () => Term(0),
            () => $"[{Term(depth - 1)}]",
            () => $"[{Term(depth - 1)}, {Term(depth - 1)}]",
            () => $"[{Term(depth - 1)}, {Term(depth - 1)}]",
            () => $"{{\"k\": {Term(depth - 1)}}}",
            () => $"{{{Term(0)}: {Term(depth - 1)}}}",
            () => $"{{{Term(depth - 1)}}}",
            () => $"{Of("x", "y")} + 1",
            () => $"count({Term(depth - 1)})",
            () => $"f({Term(depth - 1)})",
            () => $"object.get(input.o, {Term(depth - 1)}, {Term(0)})",
            () => $"{Of("input.xs", "input.t", "input.o", "s", "m")}[{Term(depth - 1)}]",
            () => $"input.t[{Term(depth - 1)}][{Term(depth - 1)}]",
            () => $"numbers.range(0, {Term(0)})[{Term(depth - 1)}]",
            () => $"walk({Term(depth - 1)})[1]",
            () => $"[v | v := {Term(depth - 1)}]",
            () => $"[v | v := {Of("x", "y", "input.xs")}[_]]");

        string Of(params IReadOnlyList<string> texts) => choices.Of(texts);
    }
}
