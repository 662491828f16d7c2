using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>Evaluates one policy with Spacelift's definitions in front.</summary>
static class PolicyEvaluator
{
    public const string Error = "error";

    public static PolicyEvaluation Run(PolicyKind kind, PolicyText policy, RegoValue? input, PolicyOptions options, TimeSpan left)
    {
        var findings = PolicyCheck.Run(policy).Where(f => f.Severity == PolicySeverity.Error).ToArray();
        if (findings.Length > 0) return Failure(policy, findings);
        if (left <= TimeSpan.Zero)
        {
            return Failure(policy, $"all policies of one event together take more than {PolicyOptions.Combined.TotalMinutes} minutes");
        }

        var printed = new List<string>();
        try
        {
            var module = RegoModule.Parse(policy.Body, policy.File, policy.Version);
            var compiled = RegoPolicy.Compile(PolicyPrelude.Compiled(kind, policy.Version, module), PolicyCheck.Provided);
            var limit = options.Timeout ?? kind.Timeout;
            var result = compiled.Query("result__ = data.spacelift.result", new()
            {
                Input = input,
                Timeout = limit < left ? limit : left,
                Trace = options.Trace,
                Print = printed.Add,
                Cancellation = options.Cancellation,
                Builtins = new Dictionary<string, Func<IReadOnlyList<RegoValue>, RegoValue?>> { ["rand.intn"] = RandomNumber },
            });
            if (result.Bindings.Count == 0 || result.Bindings[0]["result__"] is not RegoObject value)
            {
                return Failure(policy, "the rule 'result' has no value");
            }

            if (Mistyped(kind, value) is { } mistyped) return Failure(policy, mistyped) with { Printed = printed };
            var evaluation = new PolicyEvaluation
            {
                Policy = policy,
                Outcome = Error,
                Result = value,
                Fired = Fired(kind, policy, result.Trace),
                CoveredLines = result.Trace?.CoveredLines(policy.File) ?? [],
                Printed = printed,
                SanitizedOther = SanitizedOther(result.Trace),
                Sampled = value["sample"] is RegoBoolean { Value: true },
            };
            return evaluation with { Outcome = PolicyOutcomes.Of(kind, evaluation) };
        }
        catch (RegoException e)
        {
            var errors = e.Errors.Select(error => new PolicyFinding
            {
                Code = error.Code,
                Message = error.Message,
                // A limit has no place.
                Line = error.Place.File == policy.File ? error.Place.Line : 1,
                Column = error.Place.File == policy.File ? error.Place.Column : 1,
            });
            return Failure(policy, [.. errors]) with { Printed = printed };
        }
    }

    static PolicyEvaluation Failure(PolicyText policy, string message) =>
        Failure(policy, [new PolicyFinding { Code = "policy_error", Message = message }]);

    static PolicyEvaluation Failure(PolicyText policy, IReadOnlyList<PolicyFinding> errors) =>
        new() { Policy = policy, Outcome = Error, Errors = errors };

    /// <summary>A value of a wrong kind, which no check before could see: what Spacelift does with it is not known.</summary>
    static string? Mistyped(PolicyKind kind, RegoObject result)
    {
        foreach (var rule in kind.Rules)
        {
            var value = result[rule.Name]!;
            var (right, wanted) = rule.Shape switch
            {
                PolicyRuleShape.Boolean => (value is RegoBoolean, "true or false"),
                PolicyRuleShape.Text => (value is RegoString, "a string"),
                PolicyRuleShape.Texts => (value is RegoSet texts && texts.All(t => t is RegoString), "a set of strings"),
                PolicyRuleShape.Objects => (value is RegoSet objects && objects.All(o => o is RegoObject), "a set of objects"),
                _ => (value is RegoObject, "an object"),
            };
            if (!right) return $"'{rule.Name}' is {value.ToJson()}, and Spacelift reads {wanted}";
            if (rule.Shape != PolicyRuleShape.Objects) continue;
            foreach (var item in ((RegoSet)value).Cast<RegoObject>())
            {
                if (MistypedKey(rule, item) is { } key) return $"'{rule.Name}' has {item.ToJson()} in it, {key}";
            }
        }

        return null;
    }

    /// <summary>As <see cref="RuleChecks"/> finds them in the text, where it can.</summary>
    static string? MistypedKey(PolicyRule rule, RegoObject item)
    {
        foreach (var (key, wanted) in rule.Keys)
        {
            if (item[key] is null && !wanted.EndsWith('!')) continue;
            var fits = wanted.TrimEnd('!') switch
            {
                "text" => item[key] is RegoString,
                "number" => item[key] is RegoNumber,
                "object" => item[key] is RegoObject,
                _ => item[key] is RegoArray or RegoSet,
            };
            if (!fits && wanted.EndsWith('!')) return $"which needs the key '{key}' with a string";
            if (!fits) return $"whose '{key}' is {item[key]!.ToJson()}, and Spacelift reads {PolicyRule.Named(wanted)}";
        }

        var other = item.Select(pair => pair.Key).FirstOrDefault(key => key is not RegoString name || !rule.Keys.ContainsKey(name.Value));
        return other is null ? null : $"which has the key {other.ToJson()}; its keys are {string.Join(", ", rule.Keys.Keys)}";
    }

    /// <summary>Whether <c>sanitized</c> was called with something other than a text.</summary>
    static bool SanitizedOther(RegoTrace? trace) => trace?.Events.Any(step =>
        step.Place.File == PolicyPrelude.File && step.Values.ContainsKey(PolicyPrelude.Other)) == true;

    static IReadOnlyList<FiredRule> Fired(PolicyKind kind, PolicyText policy, RegoTrace? trace)
    {
        const string Prefix = "data." + PolicyPrelude.Package + ".";
        if (trace is null) return [];
        var fired = new List<FiredRule>();
        var seen = new HashSet<(string, int, int, RegoValue?)>();
        foreach (var (place, rule, values) in trace.Events)
        {
            if (rule is null || place.File != policy.File || !rule.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            var name = rule[Prefix.Length..];
            if (kind.Rule(name) is null) continue;
            var own = values.ContainsKey("=") ? "=" : "value";
            // A head without a value, such as an item that is undefined, gives the rule nothing.
            if (!values.TryGetValue(own, out var value)) continue;
            if (!seen.Add((name, place.Line, place.Column, value))) continue;
            fired.Add(new()
            {
                Rule = name,
                Value = value,
                Line = place.Line,
                Column = place.Column,
                Values = values.Where(v => v.Key != own).ToDictionary(v => v.Key, v => v.Value),
            });
        }

        return [.. fired.OrderBy(f => f.Line).ThenBy(f => f.Column)];
    }

    static RegoNumber? RandomNumber(IReadOnlyList<RegoValue> arguments) =>
        arguments is [_, RegoNumber most] && most.TryGetInt64(out var bound)
            ? RegoNumber.Of(Random.Shared.NextInt64(Math.Abs(Math.Max(bound, -long.MaxValue)))) : null;
}
