using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>Turns a checked body into executable steps. The checks ordered it, so every variable has a value when it is needed.</summary>
sealed partial class Planner(Plan plan)
{
    readonly HashSet<Variable> bound = [];
    readonly Dictionary<Term, int> loops = [];
    readonly HashSet<Variable> scope = [];
    List<Step> steps = [];
    int slots;
    int extras;
    ResolvedRule? current;
    int closures;
    bool hasCases;

    public RulePlan.Built Rule(ResolvedRule rule)
    {
        slots = rule.Slots;
        current = rule;
        // What is computed among them is part of the body already.
        Pattern[] arguments = [.. (rule.Arguments ?? []).Select(argument => PatternOf(argument, new()))];
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

    void Expressions(Body body)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var expression in body.Expressions) TermWalk.Variables(expression, scope);
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
        var variables = new HashSet<Variable>();
        foreach (var key in rule.Keys) TermWalk.Variables(key, variables);
        if (hasCases || variables.Count == 0 || !variables.IsSubsetOf(bound)) return;
        hasCases = true;
        steps.Add(new CaseTest(rule.Node.Path, Many(rule.Keys)));
    }

    static IEnumerable<(string Name, Node Value)> Known(IEnumerable<Variable> variables) =>
        variables.Where(v => !v.Wildcard).Select(v => (v.Name, (Node)new SlotNode(v.Slot)));

    void Expression(Expression expression)
    {
        if (expression.With.Count > 0) With(expression);
        else if (expression.Negated) Negated(expression);
        else Positive(expression);
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
                    var found = new Names();
                    steps.Add(new RelationLoop(relation, values, PatternOf(call.Arguments[arity], found)));
                    Solve(found.Later);
                    break;
                }

                Solve([(call.Arguments[arity], inner)]);
                break;
            case TermExpression term:
                steps.Add(new TrueTest(Prepared(term.Term)));
                break;
            case UnifyExpression unify:
                Solve([(unify.Left, unify.Right)]);
                break;
            case SomeInExpression some:
                var domain = Prepared(some.Domain);
                var names = new Names();
                var key = some.Key is { } name ? PatternOf(name, names) : null;
                steps.Add(new SomeInLoop(domain, key, PatternOf(some.Value, names)));
                Solve(names.Later);
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
            object? function = (modifier.Target as CallTerm)?.Name;
            RegoValue[] path = modifier.Target is ReferenceTerm reference
                ? [.. reference.Path.Select(p => ((ConstantTerm)p).Value)] : [];
            var input = modifier.Target is ReferenceTerm { Head: RootTerm { IsInput: true } };
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
        if (expression.Negated) Negated(expression);
        else Positive(expression);
        loop.Inner = new([.. steps], loop.End);
        steps = outer;
        steps.Add(loop);
    }

    /// <summary>A nested block; the variables that it binds are unbound afterwards, and unknown.</summary>
    Block Inner(Func<Terminal> make)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var (outer, before, around) = (steps, bound.ToArray(), scope.ToArray());
        steps = [];
        var terminal = make();
        var block = new Block([.. steps], terminal);
        steps = outer;
        bound.IntersectWith(before);
        scope.IntersectWith(around);
        return block;
    }

    /// <summary>Makes the terms of each pair equal, in an order in which each has what it needs.</summary>
    void Solve(List<(Term Left, Term Right)> pairs)
    {
        while (pairs.Count > 0)
        {
            var rest = new List<(Term, Term)>();
            foreach (var (left, right) in pairs)
            {
                if (Evaluable(right)) Match(left, right, rest);
                else if (Evaluable(left)) Match(right, left, rest);
                else if (!Safety.Split(left, right, rest)) rest.Add((left, right));
            }

            if (rest.Count == pairs.Count && rest.Zip(pairs, (a, b) => a == b).All(same => same)) throw NoOrder(pairs[0].Left);
            pairs = rest;
        }
    }

    static Stop NoOrder(Term term) => new("internal_error", "an expression has no order in which it can run", term.Place);

    void Match(Term pattern, Term term, List<(Term, Term)> rest)
    {
        if (pattern is VariableTerm { Variable: { } variable } && !bound.Contains(variable))
        {
            Assign(variable, term);
        }
        else if (pattern is ArrayTerm || (pattern is ObjectTerm members && members.Members.All(m => Evaluable(m.Key))))
        {
            var (value, names) = (Prepared(term), new Names());
            steps.Add(new MatchTest(PatternOf(pattern, names), value));
            rest.AddRange(names.Later);
        }
        else if (Evaluable(pattern))
        {
            var left = Prepared(pattern);
            steps.Add(new EqualTest(left, Prepared(term)));
        }
        else if (term is VariableTerm)
        {
            rest.Add((pattern, term));
        }
        else
        {
            // It may need what the loops of the other side bind.
            var (name, other) = NewName(term);
            Assign(other, term);
            rest.Add((pattern, name));
        }
    }

    void Assign(Variable variable, Term term)
    {
        if (term is ReferenceTerm reference && !TermWalk.Has(term, variable) && Loop(reference, variable.Slot) is not null)
        {
            bound.Add(variable);
            return;
        }

        // Its own loops may have bound the variable.
        var node = Prepared(term);
        steps.Add(bound.Add(variable) ? new AssignTest(variable.Slot, node) : new EqualTest(new SlotNode(variable.Slot), node));
    }

    /// <summary>The first use of a name binds it, others compare. What is computed is named, and compared after the step.</summary>
    Pattern PatternOf(Term term, Names names)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (term)
        {
            case VariableTerm { Variable: { } variable }:
                if (!bound.Add(variable)) return new EqualPattern(new SlotNode(variable.Slot));
                names.Bound.Add(variable);
                return new BindPattern(variable.Slot);
            case ConstantTerm constant:
                return new EqualPattern(new ConstantNode(constant.Value));
            case ArrayTerm array:
                return new ArrayPattern([.. array.Items.Select(item => PatternOf(item, names))]);
            case ObjectTerm members when members.Members.All(m => !names.In(m.Key) && Evaluable(m.Key)):
                return new ObjectPattern(
                    Many([.. members.Members.Select(m => m.Key)]), [.. members.Members.Select(m => PatternOf(m.Value, names))]);
            default:
                var (name, other) = NewName(term);
                bound.Add(other);
                names.Later.Add((name, term));
                return new BindPattern(other.Slot);
        }
    }

    (VariableTerm Name, Variable Variable) NewName(Term of)
    {
        var variable = new Variable { Name = "_", Slot = slots++, Place = of.Place };
        return (new() { Place = of.Place, Name = variable.Name, Variable = variable }, variable);
    }

    /// <summary>What the patterns of one step bind, and what they compute: it may need that, so it is compared later.</summary>
    sealed class Names
    {
        public HashSet<Variable> Bound { get; } = [];

        public List<(Term, Term)> Later { get; } = [];

        public bool In(Term term)
        {
            var variables = new HashSet<Variable>();
            TermWalk.Variables(term, variables);
            return variables.Overlaps(Bound);
        }
    }
}
