using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>Turns a checked body into executable steps. The checks ordered it, so every variable has a value when it is needed.</summary>
sealed partial class Planner(Plan plan)
{
    readonly HashSet<Variable> bound = [];
    readonly Dictionary<Term, int> loops = [];
    List<Step> steps = [];
    HashSet<Variable> unified = [];
    int slots;
    int extras;
    ResolvedRule? current;
    int closures;
    bool hasCases;

    public RulePlan.Built Rule(ResolvedRule rule)
    {
        slots = rule.Slots;
        current = rule;
        Pattern[] arguments = [.. (rule.Arguments ?? []).Select(Argument)];
        Expressions(rule.Body);
        var keys = Many(rule.Keys);
        var value = Prepared(rule.Value);
        // A variable of that name keeps it.
        var isTaken = bound.Any(variable => variable.Name == RegoTraceEvent.ValueName);
        var name = isTaken ? RegoTraceEvent.HiddenValueName : RegoTraceEvent.ValueName;
        if (plan.Traced) steps.Add(new MarkTest(rule.Place, rule.Node.Path, [.. Known(bound), (name, value)]));
        Terminal terminal = rule.Keys.Count == 0 && rule.Kind == RuleKind.Single
            ? new ValueTerminal(value, value is ConstantNode, rule.Arguments is not null, rule.Place)
            : new PartTerminal(keys, value, rule.Kind == RuleKind.Multiple, rule.Place);
        return new(arguments, new([.. steps], terminal), slots, extras, rule.Else is { } otherwise ? new(plan, otherwise) : null);
    }

    public (Block Block, int Slots, int Extras) Query(Body body, int used, Terminal terminal)
    {
        slots = used;
        Expressions(body);
        return (new([.. steps], terminal), slots, extras);
    }

    /// <summary>The first use of an argument's name binds it, a second one compares.</summary>
    Pattern Argument(Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return PatternOf(term);
    }

    void Expressions(Body body)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var expression in body.Expressions)
        {
            if (plan.Traced) steps.Add(new ReachTest(expression.Place, closures > 0, Values(expression)));
            Expression(expression);
            if (!plan.Traced) continue;
            steps.Add(new MarkTest(expression.Place, "", Values(expression)));
            if (ReferenceEquals(body, current?.Body)) Cases(current!);
        }
    }

    (string Name, Node Value)[] Values(Expression expression)
    {
        var variables = new HashSet<Variable>();
        TermWalk.Variables(expression, variables);
        return [.. Known(variables.Where(bound.Contains))];
    }

    /// <summary>For the trace: the keys that the rule tries, as soon as they are known, whatever the result.</summary>
    void Cases(ResolvedRule rule)
    {
        if (hasCases || rule.Keys.Count == 0) return;
        var variables = new HashSet<Variable>();
        foreach (var key in rule.Keys) TermWalk.Variables(key, variables);
        if (variables.Count == 0 || !variables.All(bound.Contains)) return;
        hasCases = true;
        steps.Add(new CaseTest(rule.Node.Path, Many(rule.Keys)));
    }

    static IEnumerable<(string Name, Node Value)> Known(IEnumerable<Variable> variables) =>
        variables.Where(v => !v.Wildcard).Select(v => (v.Name, (Node)new SlotNode(v.Slot)));

    void Expression(Expression expression)
    {
        if (expression.With.Count > 0)
        {
            With(expression);
            return;
        }

        if (expression.Negated)
        {
            Negated(expression);
            return;
        }

        Positive(expression);
    }

    void Positive(Expression expression)
    {
        switch (expression)
        {
            case TermExpression { Term: CallTerm call } when Safety.ArityOf(plan.Compilation, call) is { } arity
                && call.Arguments.Count == arity + 1:
                var inner = new CallTerm
                {
                    Place = call.Place,
                    Name = call.Name,
                    Target = call.Target,
                    Arguments = [.. call.Arguments.Take(arity)]
                };
                if (Relation(inner) is { } relation)
                {
                    var values = Many(inner.Arguments);
                    steps.Add(new RelationLoop(relation, values, PatternOf(call.Arguments[arity])));
                    break;
                }

                Unify(call.Arguments[arity], inner);
                break;
            case TermExpression term:
                steps.Add(new TrueTest(Prepared(term.Term)));
                break;
            case UnifyExpression unify:
                Unify(unify.Left, unify.Right);
                break;
            case SomeInExpression some:
                var domain = Prepared(some.Domain);
                var key = some.Key is { } name ? PatternOf(name) : null;
                steps.Add(new SomeInLoop(domain, key, PatternOf(some.Value)));
                break;
            case EveryExpression every:
                var over = Prepared(every.Domain);
                var body = Inner(() =>
                {
                    if (every.Key?.Variable is { } variable) bound.Add(variable);
                    bound.Add(every.Value.Variable!);
                    Expressions(every.Body);
                    return Enough.Instance;
                });
                steps.Add(new EveryTest(over, every.Key?.Variable?.Slot ?? -1, every.Value.Variable!.Slot, body));
                break;
        }
    }

    void Negated(Expression expression)
    {
        var block = Inner(() =>
        {
            Positive(expression);
            return Enough.Instance;
        });
        steps.Add(new NotTest(block));
    }

    void With(Expression expression)
    {
        var changes = new List<WithLoop.Change>();
        foreach (var modifier in expression.With)
        {
            var (function, path, input) = modifier.Target switch
            {
                CallTerm call => ((object?)call.Name, (RegoValue[])[], false),
                ReferenceTerm reference =>
                    (null, [.. reference.Path.Select(p => ((ConstantTerm)p).Value)], ((RootTerm)reference.Head).IsInput),
                _ => throw new InvalidOperationException(),
            };
            var node = function is null && !input ? plan.Compilation.Root.Find(path) : null;
            if (node is { IsFunction: true }) function = node;
            var replacement = modifier.Value is CallTerm { Arguments.Count: 0 } name
                ? name.Name ?? (object?)plan.Compilation.Root.Find(((ReferenceTerm)name.Target!).Path.Select(p => ((ConstantTerm)p).Value))
                    : null;
            changes.Add(new()
            {
                IsInput = input,
                Path = path,
                Node = node,
                Function = function,
                Replacement = replacement,
                Value = replacement is null ? Prepared(modifier.Value) : null,
            });
        }

        var loop = new WithLoop([.. changes], extras++, plan.NodeCount);
        var outer = steps;
        steps = [];
        if (expression.Negated)
        {
            Negated(expression);
        }
        else
        {
            Positive(expression);
        }

        loop.Inner = new([.. steps], loop.End);
        steps = outer;
        steps.Add(loop);
    }

    /// <summary>A nested block; the variables that it binds are unbound afterwards.</summary>
    Block Inner(Func<Terminal> make)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var (outer, before) = (steps, bound.ToArray());
        steps = [];
        var terminal = make();
        var block = new Block([.. steps], terminal);
        steps = outer;
        if (bound.Count != before.Length)
        {
            bound.Clear();
            bound.UnionWith(before);
        }

        return block;
    }

    void Unify(Term first, Term second)
    {
        var (outer, pairs) = (unified, new List<(Term Left, Term Right)> { (first, second) });
        unified = [];
        TermWalk.Variables(first, unified);
        TermWalk.Variables(second, unified);
        while (pairs.Count > 0)
        {
            var rest = new List<(Term, Term)>();
            foreach (var (left, right) in pairs)
            {
                if (Evaluable(right) && Matchable(left))
                {
                    Match(left, right);
                }
                else if (Evaluable(left) && Matchable(right))
                {
                    Match(right, left);
                }
                else if (!Safety.Split(left, right, rest))
                {
                    MatchNames(left, right, rest);
                }
            }

            if (rest.Count == pairs.Count && rest.Zip(pairs, (a, b) => a == b).All(same => same))
            {
                throw new Stop("internal_error", "an expression has no order in which it can run", first.Place);
            }

            pairs = rest;
        }

        unified = outer;
    }

    void MatchNames(Term left, Term right, List<(Term, Term)> rest)
    {
        if (Evaluable(right) && Named(left, rest) is { } pattern)
        {
            Match(pattern, right);
        }
        else if (Evaluable(left) && Named(right, rest) is { } other)
        {
            Match(other, left);
        }
        else
        {
            rest.Add((left, right));
        }
    }

    /// <summary>A pattern with a new name for each computed part, which is compared later: it may need the names of the pattern.</summary>
    Term? Named(Term pattern, List<(Term, Term)> computed)
    {
        switch (pattern)
        {
            case ArrayTerm array:
                return new ArrayTerm { Place = array.Place, Items = [.. array.Items.Select(Part)] };
            case ObjectTerm members when members.Members.All(m => Evaluable(m.Key)):
                return new ObjectTerm { Place = members.Place, Members = [.. members.Members.Select(m => (m.Key, Part(m.Value)))] };
            default:
                return null;
        }

        Term Part(Term part)
        {
            if (part is VariableTerm or ConstantTerm) return part;
            if (Named(part, computed) is { } nested) return nested;
            var variable = new Variable { Name = "_", Slot = slots++, Place = part.Place };
            var name = new VariableTerm { Place = part.Place, Name = variable.Name, Variable = variable };
            computed.Add((name, part));
            return name;
        }
    }

    void Match(Term pattern, Term term)
    {
        if (pattern is VariableTerm { Variable: { } variable } && !bound.Contains(variable))
        {
            Assign(variable, term);
        }
        else if (pattern is ArrayTerm or ObjectTerm)
        {
            var value = Prepared(term);
            steps.Add(new MatchTest(PatternOf(pattern), value));
        }
        else
        {
            var left = Prepared(pattern);
            steps.Add(new EqualTest(left, Prepared(term)));
        }
    }

    void Assign(Variable variable, Term term)
    {
        if (term is ReferenceTerm reference && IsLoop(reference))
        {
            Loop(reference, variable.Slot);
        }
        else
        {
            var node = Prepared(term);
            steps.Add(new AssignTest(variable.Slot, node));
        }

        bound.Add(variable);
    }

    bool Matchable(Term term) => term switch
    {
        VariableTerm or ConstantTerm => true,
        ArrayTerm array => array.Items.All(Matchable),
        ObjectTerm members => members.Members.All(m => Evaluable(m.Key) && Matchable(m.Value)),
        _ => Evaluable(term),
    };

    Pattern PatternOf(Term term)
    {
        switch (term)
        {
            case VariableTerm { Variable: { } variable }:
                return bound.Add(variable) ? new BindPattern(variable.Slot) : new EqualPattern(new SlotNode(variable.Slot));
            case ConstantTerm constant:
                return new EqualPattern(new ConstantNode(constant.Value));
            case ArrayTerm array:
                // Names first, because computed parts may need them.
                var items = new Pattern[array.Items.Count];
                for (var i = 0; i < items.Length; i++)
                {
                    if (array.Items[i] is VariableTerm or ArrayTerm or ObjectTerm) items[i] = PatternOf(array.Items[i]);
                }

                for (var i = 0; i < items.Length; i++) items[i] ??= PatternOf(array.Items[i]);
                return new ArrayPattern(items);
            case ObjectTerm members:
                return new ObjectPattern(
                    Many([.. members.Members.Select(m => m.Key)]), [.. members.Members.Select(m => PatternOf(m.Value))]);
            default:
                return new EqualPattern(Prepared(term));
        }
    }
}
