using Spaceforge.Rego;

namespace Spaceforge.Shared.Policies;

/// <summary>Visits everything that a rule is made of as it is written, comprehensions too.</summary>
static class TermChecks
{
    public static void Visit(RegoModule module, Action<Term> visit)
    {
        foreach (var rule in module.Rules)
        {
            for (var part = rule; part is not null; part = part.Else)
            {
                foreach (var key in part.Reference.Skip(1)) Visit(key, visit);
                foreach (var argument in part.Arguments ?? []) Visit(argument, visit);
                Visit(part.Value, visit);
                Visit(part.Body, visit);
            }
        }
    }

    public static void Visit(Body body, Action<Term> visit)
    {
        foreach (var expression in body.Expressions) Visit(expression, visit);
    }

    public static void Visit(Expression expression, Action<Term> visit)
    {
        TermWalk.Visit(expression, term => Enter(term, visit));
        foreach (var modifier in expression.With) Visit(modifier.Value, visit);
        if (expression is EveryExpression every)
        {
            Visit(every.Domain, visit);
            Visit(every.Body, visit);
        }
    }

    public static void Visit(Term term, Action<Term> visit) => TermWalk.Visit(term, inner => Enter(inner, visit));

    static void Enter(Term term, Action<Term> visit)
    {
        visit(term);
        if (term is CallTerm { Target: { } target }) visit(target);
        if (term is not ComprehensionTerm comprehension) return;
        if (comprehension.Key is { } key) Visit(key, visit);
        Visit(comprehension.Head, visit);
        Visit(comprehension.Body, visit);
    }
}
