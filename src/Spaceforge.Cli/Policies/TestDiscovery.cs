using System.Globalization;
using Spaceforge.Rego;

namespace Spaceforge.Cli.Policies;

/// <summary>Finds tests by their names, as <c>opa test</c> does.</summary>
static class TestDiscovery
{
    const string Prefix = "test_";
    const string SkippedPrefix = "todo_test_";

    /// <summary>Tests of one name are tests of their own: each after the first gets a number.</summary>
    public static void NumberEqualNames(IEnumerable<RegoModule> modules)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var module in modules)
        {
            for (var i = 0; i < module.Rules.Count; i++)
            {
                var rule = module.Rules[i];
                if (rule.Reference is not [VariableTerm name] || !IsTest(name.Name) || rule.Arguments is not null
                    || rule.Kind != RuleKind.Single)
                {
                    continue;
                }

                var key = string.Join('\0', [.. module.PackagePath, name.Name]);
                var count = counts[key] = counts.GetValueOrDefault(key, -1) + 1;
                if (count > 0) module.Rules[i] = Renamed(rule, string.Create(CultureInfo.InvariantCulture, $"{name.Name}#{count:00}"));
            }
        }
    }

    /// <summary>The tests among modules that were compiled, in their order.</summary>
    public static IEnumerable<PolicyTest> Find(PolicyGroup group, RegoPolicy policy)
    {
        foreach (var package in group.Modules.GroupBy(module => string.Join('\0', module.PackagePath)))
        {
            var path = package.First().PackagePath;
            var tests = package.SelectMany(module => module.Rules)
                .Where(rule => rule.Arguments is null && !rule.IsDefault)
                .Select(rule => (Rule: rule, Names: Constants(rule)))
                .Where(found => found.Names.Any(IsTest))
                .GroupBy(found => string.Join('\0', found.Names));
            foreach (var test in tests)
            {
                var (rule, names) = test.First();
                yield return new PolicyTest(
                    policy, group,
                    "data" + string.Concat(path.Select(Shown)),
                    string.Concat(names.Select(Shown))[1..],
                    "data" + string.Concat(path.Concat(names).Select(name => $"[{new RegoString(name).ToJson()}]")),
                    [.. test.Select(found => found.Rule)],
                    names.Any(name => name.StartsWith(SkippedPrefix, StringComparison.Ordinal)),
                    test.Any(found => found.Rule.Reference.Count > found.Names.Count));
            }
        }
    }

    static bool IsTest(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) || name.StartsWith(SkippedPrefix, StringComparison.Ordinal);

    static List<string> Constants(Rule rule)
    {
        List<string> names = [rule.Name];
        foreach (var part in rule.Reference.Skip(1))
        {
            if (part is not ConstantTerm { Value: RegoString text }) break;
            names.Add(text.Value);
        }

        return names;
    }

    static string Shown(string name) => name.Length > 0 && name.All(letter => letter is '_' or '#' || char.IsAsciiLetterOrDigit(letter))
        ? $".{name}" : $"[{new RegoString(name).ToJson()}]";

    static Rule Renamed(Rule rule, string name) => new()
    {
        Place = rule.Place,
        Kind = rule.Kind,
        IsDefault = rule.IsDefault,
        Reference = [new VariableTerm { Place = rule.Reference[0].Place, Name = name }],
        Arguments = rule.Arguments,
        Value = rule.Value,
        ImplicitValue = rule.ImplicitValue,
        Body = rule.Body,
        Else = rule.Else,
        LastLine = rule.LastLine,
    };
}
