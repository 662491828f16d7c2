using CsCheck;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Rego.Tests.Order;

/// <summary>
/// What a policy says does not depend on the order of rules, nor of the elements of sets and objects in the policy, the input and the
/// data, nor on the modules that rules are in, nor on evaluations before. Errors are the same too, except for their places.
/// </summary>
public sealed class PolicyOrderProperties
{
    static readonly Gen<(AnyPolicy Policy, int Seed)> Policies =
        Gen.Select(Choices.Cases(1_500, choices => new AnyPolicy(choices)), Gen.Int[1, 1_000_000]);

    [Fact]
    public void The_result_does_not_depend_on_any_order() => Policies.Hold(
        40,
        one =>
        {
            var (policy, seed) = one;
            var random = new Random(seed);
            var expected = Results(policy, null, 1);
            if (expected.Any(result => result.Contains("eval_limit_error", StringComparison.Ordinal))) return;
            for (var i = 0; i < 3; i++) Assert.Equal(expected, Results(policy, random, 1 + i));
        },
        one => one.Policy.ToString());

    /// <summary>The value of each rule and of all of them, each evaluated twice, once with a trace.</summary>
    static string[] Results(AnyPolicy any, Random? order, int modules)
    {
        RegoPolicy policy;
        var (input, data) = (RegoJson.Parse(any.Input(order)), RegoJson.Parse(any.Data(order)));
        try
        {
            policy = RegoPolicy.Compile(
                [.. any.Modules(order, modules).Select((text, i) => RegoModule.Parse(text, $"policy-{i}.rego"))]);
        }
        catch (RegoException e) when (e.Errors[0].Code != "rego_parse_error")
        {
            // How often one is reported depends on which rule comes first.
            return [.. e.Errors.Select(error => $"{error.Code} {error.Message}").Distinct().Order(StringComparer.Ordinal)];
        }

        string[] references = ["data.test", .. any.Names.Select(name => $"data.test.{name}")];
        var evaluated = references.ToArray();
        order?.Shuffle(evaluated);
        var results = evaluated.ToDictionary(reference => reference, reference => Result(policy, reference, input, data, trace: false));
        foreach (var reference in references)
        {
            Assert.Equal(results[reference], Result(policy, reference, input, data, trace: order is null));
        }

        return [.. references.Select(reference => $"{reference} = {results[reference]}")];
    }

    static string Result(RegoPolicy policy, string reference, RegoValue input, RegoValue data, bool trace)
    {
        try
        {
            RegoEvaluation evaluation = new() { Input = input, Data = data, Trace = trace, MaxSteps = 200_000, MaxMemory = 50_000_000 };
            return policy.Evaluate(reference, evaluation)?.ToJson() ?? "undefined";
        }
        catch (RegoException e)
        {
            return string.Join('\n', e.Errors.Select(error => $"{error.Code} {error.Message}"));
        }
    }
}
