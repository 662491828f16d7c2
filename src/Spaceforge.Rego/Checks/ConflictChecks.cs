namespace Spaceforge.Rego;

/// <summary>Rules with the same name must be of the same kind.</summary>
static class ConflictChecks
{
    public static void Run(Compilation compilation) => Visit(compilation, compilation.Root);

    static void Visit(Compilation compilation, RuleTree node)
    {
        if (node.Rules.Count > 0) Check(compilation, node);
        foreach (var child in node.Sorted) Visit(compilation, child);
    }

    static void Check(Compilation compilation, RuleTree node)
    {
        var first = node.Rules[0];
        var defaults = 0;
        foreach (var rule in node.Rules)
        {
            if (rule.IsDefault && ++defaults == 2)
            {
                compilation.Error("rego_type_error", $"multiple default rules {node.Path} found", rule.Place);
            }

            var kinds = rule.Keys.Count == 0 && first.Keys.Count == 0 && rule.Kind != first.Kind;
            var mixed = rule.Keys.Count == 0 != (first.Keys.Count == 0)
                && (rule.Kind, first.Kind) is not (RuleKind.Single, RuleKind.Single) && rule.Kind != first.Kind;
            var arities = rule.Arguments?.Count != first.Arguments?.Count;
            var complete = (rule.Keys.Count == 0) != (first.Keys.Count == 0);
            if (kinds || mixed || arities || complete)
            {
                compilation.Error(
                    "rego_type_error", $"conflicting rules {node.Path} found: one name is a value, a set, an object or a function",
                    rule.Place);
            }
        }

        var single = node.Rules.Find(r => r.Keys.Count == 0 && r.Kind == RuleKind.Single);
        if (single is not null && node.Sorted.FirstOrDefault(HasAny) is { } below)
        {
            compilation.Error(
                "rego_type_error", $"rule {node.Path} conflicts with {FirstRule(below)?.Node.Path ?? below.Path}", single.Place);
        }

        if (node.IsPackage)
        {
            compilation.Error(
                "rego_type_error", $"package {node.Path.Substring(5)} conflicts with rule {node.Path} defined at {first.Place}",
                first.Place);
        }
    }

    static bool HasAny(RuleTree node) => node.Rules.Count > 0 || node.Children.Values.Any(HasAny);

    static ResolvedRule? FirstRule(RuleTree node) =>
        node.Rules.Count > 0 ? node.Rules[0] : node.Sorted.Select(FirstRule).FirstOrDefault(r => r is not null);
}
