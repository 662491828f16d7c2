namespace Spaceforge.Rego.Tests;

/// <summary>Short ways to evaluate a policy in a test.</summary>
static class Rego
{
    /// <summary>The value of data.test.NAME as JSON, or "undefined".</summary>
    public static string Value(
        string policy, string name = "p", string? input = null, RegoVersion version = RegoVersion.V1, RegoEvaluation? with = null) =>
        RegoPolicy.Compile(RegoModule.Parse("package test\n" + policy, "test.rego", version))
            .Evaluate($"data.test.{name}", (with ?? new()) with { Input = input is null ? null : RegoJson.Parse(input) })?.ToJson()
                ?? "undefined";

    /// <summary>The errors of a policy, parsed and compiled, as LINE:COLUMN CODE MESSAGE.</summary>
    public static string[] Errors(string policy, RegoVersion version = RegoVersion.V1)
    {
        var module = RegoModule.TryParse(policy, "test.rego", version, out var errors);
        if (errors.Count == 0) errors = RegoChecks.Check([module]);
        return [.. errors.Select(e => $"{e.Place.Line}:{e.Place.Column} {e.Code} {e.Message}")];
    }

    /// <summary>The error that ends an evaluation.</summary>
    public static RegoError Failure(string policy, RegoEvaluation? with = null) =>
        Assert.Throws<RegoException>(() => RegoPolicy.Compile(RegoModule.Parse("package test\n" + policy))
            .Evaluate("data.test.p", with)).Errors[0];
}
