using System.Text;
using System.Text.Json;

namespace Spaceforge.Rego.Tests;

/// <summary>Policies and documents that mean harm: limits hold, and nothing ends the process.</summary>
public sealed class HostileTests
{
    [Theory]
    [InlineData("[", "]")]
    [InlineData("{", "}")]
    [InlineData("{1:", "}")]
    [InlineData("f(", ")")]
    [InlineData("(", ")")]
    [InlineData("[x|x:=", "]")]
    [InlineData("{x|", "}")]
    [InlineData("$\"{", "}\"")]
    [InlineData("x[", "]")]
    [InlineData("-", "")]
    [InlineData("1+", "")]
    [InlineData("[1|", "")]
    public void Deep_nesting_is_an_error_with_a_place(string open, string close)
    {
        var deep = new StringBuilder().Insert(0, open, 50_000).Append('1').Insert(open.Length * 50_000 + 1, close, 50_000).ToString();
        Assert.All(Rego.Errors($"package a\np := {deep}"), e => Assert.Matches(@"^\d+:\d+ rego_", e));
        Assert.NotEmpty(Rego.Errors($"package a\np := {deep}"));
    }

    [Theory]
    [InlineData("s[[", "]]")]
    [InlineData("s[{", ": x}]")]
    [InlineData("s[[x, ", "]]")]
    [InlineData("s[x][", "]")]
    [InlineData("s[f(", ")]")]
    public void Nested_keys_are_checked_and_do_not_take_twice_the_time_for_each_level(string open, string close)
    {
        var nested = string.Concat(Enumerable.Repeat(open, 60)) + "x" + string.Concat(Enumerable.Repeat(close, 60));
        var policy = $"s := {{1}}\nf(x) := x\np if {{ y := {nested}; x == 5 }}";
        var errors = Rego.Errors("package test\n" + policy);
        if (errors.Length == 0) Assert.Equal("undefined", Rego.Value(policy));
        Assert.All(errors, error => Assert.Contains("rego_unsafe_var_error", error, StringComparison.Ordinal));
    }

    [Fact]
    public void Deep_documents_are_refused()
    {
        Assert.ThrowsAny<JsonException>(() => RegoJson.Parse(new string('[', 100_000) + new string(']', 100_000)));
        Assert.Equal(
            "true", Rego.Value("p if json.unmarshal(input)\np if not json.unmarshal(input)", input: $"\"{new string('[', 100_000)}\""));
    }

    [Fact]
    public void A_long_chain_of_rules_runs_or_says_that_it_is_too_deep()
    {
        var chain = string.Concat(Enumerable.Range(1, 20_000).Select(i => $"r{i} := [r{i - 1}]\n"));
        var error = Rego.Failure($"r0 := 1\n{chain}p := count(r20000)");
        Assert.Equal("eval_limit_error", error.Code);
        Assert.Contains("MaxDepth", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_of_a_megabyte_compiles()
    {
        var rules = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"deny contains \"message {i}\" if input.x{i} > {i}\n"));
        Assert.Equal("[\"message 7\"]", Rego.Value(rules, "deny", "{\"x7\": 8}"));
        var body = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"  x{i} := {i}\n"));
        Assert.Equal("true", Rego.Value($"p if {{\n{body}}}"));
    }

    [Theory]
    [InlineData("p := count([1 | some a in numbers.range(1, 1000); some b in numbers.range(1, 1000); some c in numbers.range(1, 1000)])",
        "MaxSteps")]
    [InlineData("p := [x | some x in numbers.range(1, 1000); some y in numbers.range(1, 1000)]", "MaxMemory")]
    [InlineData("p := {[x, y]: [x, y] | some x in numbers.range(1, 1000); some y in numbers.range(1, 1000)}", "MaxMemory")]
    public void Steps_and_memory_have_limits(string policy, string limit)
    {
        var error = Rego.Failure(policy, new()
        {
            MaxSteps = limit == "MaxSteps"
            ? 1_000_000 : long.MaxValue,
            MaxMemory = limit == "MaxSteps" ? long.MaxValue : 10_000_000
        });
        Assert.Equal("eval_limit_error", error.Code);
        Assert.Contains(limit, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_has_a_limit()
    {
        const string policy =
            "p := count([1 | some a in numbers.range(1, 5000); some b in numbers.range(1, 5000); some c in numbers.range(1, 5000); a == b + c; false])";
        var error = Rego.Failure(
            policy, new() { Timeout = TimeSpan.FromMilliseconds(200), MaxSteps = long.MaxValue, MaxMemory = long.MaxValue });
        Assert.Contains("Timeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_evaluation_ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Equal(
            "eval_cancel_error", Rego.Failure("p := count(numbers.range(1, 100000))", new() { Cancellation = cancelled.Token }).Code);
    }

    [Theory]
    [InlineData("p := 1e999999999 + 1")]
    [InlineData("p := 1e999999999 * 1e999999999")]
    [InlineData("p if 1e999999999 > 1e-999999999")]
    [InlineData("p := bits.lsh(1, 100000000000)")]
    [InlineData("p := numbers.range(1, 100000000000)")]
    [InlineData("p := sprintf(\"%1000000000d\", [1])")]
    [InlineData("p := regex.match(\"(a+)+$\", concat(\"\", [\"a\" | some i in numbers.range(1, 5000)]))")]
    [InlineData("p := concat(\"\", [concat(\"\", [x, x]) | some i in numbers.range(1, 1000); x := sprintf(\"%100000d\", [i])])")]
    [InlineData("p := format_int(1e4000, 2)")]
    public void Large_numbers_and_texts_end(string policy)
    {
        try
        {
            Rego.Value(policy, with: new() { Timeout = TimeSpan.FromSeconds(20), MaxMemory = 100_000_000 });
        }
        catch (RegoException e)
        {
            Assert.All(e.Errors, x => Assert.StartsWith("eval_", x.Code, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Recursion_through_with_is_refused()
    {
        Assert.Contains(Rego.Errors("package a\np if q with input as 1\nq if p with input as 2"),
            e => e.Contains("rego_recursion_error", StringComparison.Ordinal));
        Assert.Contains(Rego.Errors("package a\nf(x) := g(x)\ng(x) := f(x)\np := f(1)"),
            e => e.Contains("rego_recursion_error", StringComparison.Ordinal));
        Assert.Contains(Rego.Errors("package a\np := data[x][y] if { x = \"a\"; y = \"p\" }"),
            e => e.Contains("rego_recursion_error", StringComparison.Ordinal));
    }
}
