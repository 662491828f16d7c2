using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>Orders bodies so that each variable has a value before it is needed, and reports those that never get one.</summary>
sealed class Safety(Compilation compilation)
{
    const long MostWork = 30_000_000;
    readonly HashSet<Variable> bound = [];
    readonly List<Variable> added = [];
    long work;

    public void Run(ResolvedRule rule)
    {
        foreach (var variable in rule.Bound) bound.Add(variable);
        var scope = new HashSet<Variable>(rule.Bound);
        foreach (var key in rule.Keys) TermWalk.Variables(key, scope);
        TermWalk.Variables(rule.Value, scope);
        if (!Order(rule.Body, scope)) return;
        foreach (var term in rule.Keys.Append(rule.Value)) Head(term, scope);
    }

    /// <summary>Orders a query; returns whether it can be evaluated.</summary>
    public bool Query(Body body) => Order(body, []);

    void Head(Term term, HashSet<Variable> scope)
    {
        if (Evaluable(term, scope))
        {
            Closures(term, scope);
            return;
        }

        Unsafe(term.Place, t => TermWalk.Visit(term, t), scope);
    }

    bool Order(Body body, HashSet<Variable> outer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var scope = new HashSet<Variable>(outer);
        foreach (var expression in body.Expressions) TermWalk.Variables(expression, scope);
        var remaining = body.Expressions;
        var ordered = new List<Expression>(remaining.Count);
        while (remaining.Count > 0)
        {
            var rest = new List<Expression>();
            foreach (var expression in remaining)
            {
                var mark = added.Count;
                if (++work < MostWork && Try(expression, scope))
                {
                    ordered.Add(expression);
                    Closures(expression, scope);
                }
                else
                {
                    Undo(mark);
                    rest.Add(expression);
                }
            }

            if (rest.Count == remaining.Count)
            {
                foreach (var expression in rest) Unsafe(expression.Place, t => TermWalk.Visit(expression, t), scope);
                return false;
            }

            remaining = rest;
        }

        body.Expressions = ordered;
        return true;
    }

    void Unsafe(RegoPlace place, Action<Action<Term>> visit, HashSet<Variable> scope)
    {
        var names = new List<Variable>();
        visit(t =>
        {
            if (t is VariableTerm { Variable: { } variable } && !bound.Contains(variable)) names.Add(variable);
            if (t is ComprehensionTerm closure) names.AddRange(Needs(closure, scope).Where(v => !bound.Contains(v)));
        });
        foreach (var variable in names.Distinct())
        {
            compilation.Error("rego_unsafe_var_error", variable.Wildcard
                ? "expression is unsafe: '_' has no value in it; in a negation put it into a rule or write 'some' before"
                : $"var {variable.Name} is unsafe: nothing gives it a value", place);
        }

        if (names.Count == 0) compilation.Error("rego_unsafe_var_error", "expression is unsafe", place);
    }

    void Undo(int mark)
    {
        for (var i = added.Count - 1; i >= mark; i--) bound.Remove(added[i]);
        added.RemoveRange(mark, added.Count - mark);
    }

    void Bind(Variable variable)
    {
        if (bound.Add(variable)) added.Add(variable);
    }

    bool Try(Expression expression, HashSet<Variable> scope)
    {
        foreach (var modifier in expression.With)
        {
            if (modifier.Value is CallTerm { Arguments.Count: 0 }) continue;
            if (!Evaluable(modifier.Value, scope)) return false;
        }

        var mark = added.Count;
        var able = expression switch
        {
            TermExpression { Term: CallTerm call } when Arity(call) is { } arity && call.Arguments.Count == arity + 1 =>
                call.Arguments.Take(arity).All(a => Evaluable(a, scope)) && Match([call.Arguments[arity]], scope),
            TermExpression term => Evaluable(term.Term, scope),
            UnifyExpression unify => Unify(unify, scope),
            SomeInExpression some => Evaluable(some.Domain, scope)
                && Match(some.Key is null ? [some.Value] : [some.Key, some.Value], scope),
            EveryExpression every => Evaluable(every.Domain, scope) && Needs(every, scope).All(bound.Contains),
            _ => false,
        };
        return able && !(expression.Negated && added.Count > mark);
    }

    public int? Arity(CallTerm call) => ArityOf(compilation, call);

    public static int? ArityOf(Compilation compilation, CallTerm call)
    {
        if (call.Name is { } name)
        {
            return name is "print" || name.StartsWith("internal.", StringComparison.Ordinal)
                ? null : BuiltinSignatures.Find(name)?.Arguments.Count;
        }
        var node = compilation.Root.Find(((ReferenceTerm)call.Target!).Path.Select(p => ((ConstantTerm)p).Value));
        return node is { IsFunction: true } ? node.Rules[0].Arguments!.Count : null;
    }

    bool Unify(UnifyExpression unify, HashSet<Variable> scope)
    {
        var pairs = new List<(Term Left, Term Right)> { (unify.Left, unify.Right) };
        while (pairs.Count > 0)
        {
            var rest = new List<(Term, Term)>();
            foreach (var (left, right) in pairs)
            {
                if (Matches(left, right, rest, scope) || Matches(right, left, rest, scope)) continue;
                if (!Split(left, right, rest)) rest.Add((left, right));
            }

            if (rest.Count == pairs.Count && rest.Zip(pairs, (a, b) => a == b).All(same => same)) return false;
            pairs = rest;
        }

        return true;
    }

    /// <summary>What the pattern computes may need names of other pairs, so it becomes a pair with itself.</summary>
    bool Matches(Term pattern, Term value, List<(Term, Term)> rest, HashSet<Variable> scope)
    {
        var (mark, computed) = (added.Count, new List<Term>());
        if (!Evaluable(value, scope) || !TermWalk.Names(pattern, Bind, computed.Add, key => Evaluable(key, scope)))
        {
            Undo(mark);
            return false;
        }

        foreach (var part in computed)
        {
            if (!Evaluable(part, scope)) rest.Add((part, part));
        }

        return true;
    }

    /// <summary>Splits the unification of two arrays or objects into pairs.</summary>
    public static bool Split(Term left, Term right, List<(Term Left, Term Right)> pairs)
    {
        switch (Opened(left), Opened(right))
        {
            case (ArrayTerm a, ArrayTerm b) when a.Items.Count == b.Items.Count && !(left is ConstantTerm && right is ConstantTerm):
                for (var i = 0; i < a.Items.Count; i++) pairs.Add((a.Items[i], b.Items[i]));
                return true;
            case (ObjectTerm a, ObjectTerm b) when a.Members.Count == b.Members.Count && !(left is ConstantTerm && right is ConstantTerm):
                var values = new Dictionary<RegoValue, Term>();
                foreach (var (key, value) in b.Members)
                {
                    if (key is not ConstantTerm constant) return false;
                    values[constant.Value] = value;
                }

                if (!a.Members.All(m => m.Key is ConstantTerm key && values.ContainsKey(key.Value))) return false;
                foreach (var (key, value) in a.Members) pairs.Add((value, values[((ConstantTerm)key).Value]));
                return true;
            default:
                return false;
        }
    }

    static Term Opened(Term term) => term switch
    {
        ConstantTerm { Value: RegoArray array } =>
            new ArrayTerm { Place = term.Place, Items = [.. array.Items.Select(i => new ConstantTerm { Place = term.Place, Value = i })] },
        ConstantTerm { Value: RegoObject members } => new ObjectTerm
        {
            Place = term.Place,
            Members =
                [.. members.Select(
                    m => ((Term)new ConstantTerm { Place = term.Place,
                        Value = m.Key }, (Term)new ConstantTerm { Place = term.Place, Value = m.Value }))],
        },
        _ => term,
    };

    /// <summary>Binds the names in patterns; what they compute may need any of them.</summary>
    bool Match(IReadOnlyList<Term> patterns, HashSet<Variable> scope)
    {
        var computed = new List<Term>();
        if (!patterns.All(pattern => TermWalk.Names(pattern, Bind, computed.Add, key => Evaluable(key, scope)))) return false;
        while (computed.RemoveAll(part => Evaluable(part, scope)) > 0)
        {
        }

        return computed.Count == 0;
    }

    /// <summary>Whether it has a value, given that references can bind the variables among their keys.</summary>
    bool Evaluable(Term term, HashSet<Variable> scope)
    {
        switch (term)
        {
            case ConstantTerm:
                return true;
            case VariableTerm { Variable: { } variable }:
                return bound.Contains(variable);
        }

        var mark = added.Count;
        int before;
        do
        {
            before = added.Count;
            TermWalk.Visit(term, Keys);
        }
        while (added.Count > before);
        var able = true;
        TermWalk.Visit(term, t =>
        {
            if (t is VariableTerm { Variable: { } variable } && !bound.Contains(variable)) able = false;
            if (t is ComprehensionTerm closure && able && !Needs(closure, scope).All(bound.Contains)) able = false;
        });
        if (!able) Undo(mark);
        return able;

        void Keys(Term t)
        {
            if (t is not ReferenceTerm reference || !Known(reference.Head)) return;
            foreach (var key in reference.Path) TermWalk.Names(key, Bind, _ => { }, Known);
        }

        bool Known(Term part) => TermWalk.All(part, bound.Contains);
    }

    static IEnumerable<Variable> Needs(ComprehensionTerm closure, HashSet<Variable> scope)
    {
        var all = new HashSet<Variable>();
        TermWalk.All(closure, all);
        return all.Where(scope.Contains);
    }

    static IEnumerable<Variable> Needs(EveryExpression every, HashSet<Variable> scope)
    {
        var all = new HashSet<Variable>();
        TermWalk.All(every, all);
        return all.Where(scope.Contains);
    }

    void Closures(Expression expression, HashSet<Variable> scope)
    {
        TermWalk.Visit(expression, t => Closure(t, scope));
        if (expression is not EveryExpression every) return;
        var mark = added.Count;
        if (every.Key?.Variable is { } key) Bind(key);
        Bind(every.Value.Variable!);
        Order(every.Body, scope);
        Undo(mark);
    }

    void Closures(Term term, HashSet<Variable> scope) => TermWalk.Visit(term, t => Closure(t, scope));

    void Closure(Term term, HashSet<Variable> scope)
    {
        if (term is not ComprehensionTerm closure) return;
        var mark = added.Count;
        var inner = new HashSet<Variable>(scope);
        if (closure.Key is { } key) TermWalk.Variables(key, inner);
        TermWalk.Variables(closure.Head, inner);
        if (Order(closure.Body, inner))
        {
            if (closure.Key is { } head) Head(head, inner);
            Head(closure.Head, inner);
        }

        Undo(mark);
    }
}
