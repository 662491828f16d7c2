using Spaceforge.Rego;
using Spaceforge.Shared.Diagnostics;

namespace Spaceforge.Shared.Policies;

/// <summary>Finds input paths that a policy type does not have, also through variables and rules that refer to the input.</summary>
sealed class InputChecks
{
    readonly PolicyKind kind;
    readonly Compilation compilation;
    readonly PolicyInput root;
    readonly PolicyLines text;
    readonly List<PolicyFinding> findings;
    readonly Dictionary<Rego.Variable, PolicyInput?> variables = [];
    readonly HashSet<RuleTree> asked = [];

    InputChecks(PolicyKind kind, PolicyInput root, Compilation compilation, PolicyLines text, List<PolicyFinding> findings)
    {
        this.kind = kind;
        this.root = root;
        this.compilation = compilation;
        this.text = text;
        this.findings = findings;
    }

    public static void Run(
        PolicyKind kind, Compilation compilation, RegoModule module, PolicyLines text, List<PolicyFinding> findings)
    {
        if (PolicyInput.Of(kind) is not { } root) return;
        var checks = new InputChecks(kind, root, compilation, text, findings);
        foreach (var rule in compilation.Rules)
        {
            if (rule.Module != module) continue;
            for (var part = rule; part is not null; part = part.Else)
            {
                checks.Check(part.Body);
                foreach (var key in part.Keys) checks.Check(key);
                checks.Check(part.Value);
            }
        }
    }

    void Check(Body body)
    {
        foreach (var expression in body.Expressions)
        {
            switch (expression)
            {
                case UnifyExpression unify:
                    Check(unify.Left);
                    Check(unify.Right);
                    if (unify.Left is VariableTerm { Variable: { } left }) Know(left, Of(unify.Right));
                    else if (unify.Right is VariableTerm { Variable: { } right }) Know(right, Of(unify.Left));
                    continue;
                case SomeInExpression some:
                    Check(some.Domain);
                    if (some.Value is VariableTerm { Variable: { } item }) Know(item, Of(some.Domain)?.Items);
                    continue;
                case EveryExpression every:
                    Check(every.Domain);
                    if (every.Value.Variable is { } each) Know(each, Of(every.Domain)?.Items);
                    Check(every.Body);
                    continue;
                default:
                    TermWalk.Visit(expression, Visit);
                    continue;
            }
        }
    }

    void Know(Rego.Variable variable, PolicyInput? part)
    {
        if (!variables.TryGetValue(variable, out _)) variables[variable] = part;
    }

    void Check(Term term) => TermWalk.Visit(term, Visit);

    void Visit(Term term)
    {
        if (term is ReferenceTerm reference) Of(reference);
        if (term is not ComprehensionTerm comprehension) return;
        Check(comprehension.Body);
        if (comprehension.Key is { } key) Check(key);
        Check(comprehension.Head);
    }

    PolicyInput? Of(Term term) => term switch
    {
        VariableTerm { Variable: { } variable } => variables.TryGetValue(variable, out var known) ? known : null,
        ReferenceTerm reference => Of(reference),
        _ => null,
    };

    PolicyInput? Of(ReferenceTerm reference)
    {
        var (part, at, shown) = ((PolicyInput?)null, 0, "input");
        switch (reference.Head)
        {
            case RootTerm { IsInput: true }:
                part = root;
                break;
            case RootTerm:
                (part, at) = Rule(reference);
                shown = "it";
                break;
            case VariableTerm { Variable: { } variable }:
                part = variables.TryGetValue(variable, out var known) ? known : null;
                shown = variable.Name;
                break;
        }

        for (; at < reference.Path.Count && part is not null; at++)
        {
            if (part.IsOpen && part.Fields.Any() is false) return null;
            if (reference.Path[at] is not ConstantTerm { Value: RegoString key } step)
            {
                if (part.Items is null) return null;
                part = part.Items;
                continue;
            }

            if (part.Field(key.Value) is { } field)
            {
                part = field;
                shown += "." + key.Value;
                continue;
            }

            if (!part.IsOpen) Report(part, shown, key.Value, step.Place.Line > 0 ? step.Place : reference.Place);
            return null;
        }

        return part;
    }

    /// <summary>What a rule refers to: one of Spacelift's sets of resources, or a part of the input.</summary>
    (PolicyInput? Part, int At) Rule(ReferenceTerm reference)
    {
        var node = compilation.Root;
        var at = 0;
        while (at < reference.Path.Count && node.Rules.Count == 0 && reference.Path[at] is ConstantTerm step
            && node.Children.TryGetValue(step.Value, out var child))
        {
            node = child;
            at++;
        }

        if (node.Rules.Count == 0) return (null, at);
        if (kind == PolicyKind.Plan && node.Key is RegoString name && kind.Aliases.Contains(name.Value))
        {
            // A set is indexed by its items.
            var item = root.Field("terraform")?.Field("resource_changes")?.Items;
            if (at >= reference.Path.Count) return (item is null ? null : node.Rules.Count > 0 ? Listed() : null, at);
            if (reference.Path[at] is VariableTerm { Variable: { } indexed }) Know(indexed, item);
            return (item, at + 1);
        }

        if (node.Rules.Count != 1 || !asked.Add(node)) return (null, at);
        var rule = node.Rules[0];
        var part = rule is { Kind: RuleKind.Single, Keys.Count: 0, Arguments: null, Else: null } ? Of(rule.Value) : null;
        asked.Remove(node);
        return (part, at);

        PolicyInput? Listed() => root.Field("terraform")?.Field("resource_changes");
    }

    void Report(PolicyInput part, string shown, string name, RegoPlace place)
    {
        if (findings.Exists(f => f.Code == PolicyCodes.UnknownInput && f.Line == place.Line && f.Column == place.Column)) return;
        var near = Nearest.To(name, part.Fields);
        findings.Add(new()
        {
            Code = PolicyCodes.UnknownInput,
            Severity = PolicySeverity.Warning,
            Message = $"The input of the type {kind} has no '{name}' in '{shown}', as far as Spacelift documents it."
                + (near is null ? "" : $" Did you mean '{near}'?"),
            Line = place.Line,
            Column = place.Column,
            Length = text.WordAt(place.Line, place.Column),
            Fix = near is null || text.WordAt(place.Line, place.Column) != name.Length ? null : new()
            {
                Title = $"Write '{near}'",
                Edits = [new() { Line = place.Line, Column = place.Column, Length = name.Length, Text = near }],
            },
        });
    }
}
