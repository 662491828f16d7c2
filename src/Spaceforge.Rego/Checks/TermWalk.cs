using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

/// <summary>Visits the parts of a resolved term. Comprehensions are closures, whose contents are visited separately.</summary>
static class TermWalk
{
    public static void Visit(Term term, Action<Term> visit)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        visit(term);
        switch (term)
        {
            case ReferenceTerm reference:
                Visit(reference.Head, visit);
                foreach (var part in reference.Path) Visit(part, visit);
                break;
            case ArrayTerm array:
                foreach (var item in array.Items) Visit(item, visit);
                break;
            case SetTerm set:
                foreach (var item in set.Items) Visit(item, visit);
                break;
            case ObjectTerm members:
                foreach (var (key, value) in members.Members)
                {
                    Visit(key, visit);
                    Visit(value, visit);
                }

                break;
            case CallTerm call:
                foreach (var argument in call.Arguments) Visit(argument, visit);
                break;
            case TemplateTerm template:
                foreach (var (_, expression) in template.Parts)
                {
                    if (expression is TermExpression { Term: var part }) Visit(part, visit);
                }

                break;
        }
    }

    public static void Visit(Expression expression, Action<Term> visit)
    {
        foreach (var modifier in expression.With) Visit(modifier.Value, visit);
        switch (expression)
        {
            case TermExpression term:
                Visit(term.Term, visit);
                break;
            case UnifyExpression unify:
                Visit(unify.Left, visit);
                Visit(unify.Right, visit);
                break;
            case SomeInExpression some:
                if (some.Key is { } key) Visit(key, visit);
                Visit(some.Value, visit);
                Visit(some.Domain, visit);
                break;
            case EveryExpression every:
                Visit(every.Domain, visit);
                break;
        }
    }

    /// <summary>The variables outside of closures.</summary>
    public static void Variables(Expression expression, ISet<Variable> found) => Visit(expression, t =>
    {
        if (t is VariableTerm { Variable: { } variable }) found.Add(variable);
    });

    public static void Variables(Term term, ISet<Variable> found) => Visit(term, t =>
    {
        if (t is VariableTerm { Variable: { } variable }) found.Add(variable);
    });

    /// <summary>Whether all variables outside of closures are such.</summary>
    public static bool All(Term term, Func<Variable, bool> such)
    {
        var all = true;
        Visit(term, t => all &= t is not VariableTerm { Variable: { } variable } || such(variable));
        return all;
    }

    public static bool Has(Term term, Variable variable) => !All(term, other => other != variable);

    /// <summary>
    /// Finds the variables that a pattern binds, and the terms in it that are computed; false if the key of an object is not known
    /// when it is its turn.
    /// </summary>
    public static bool Names(Term pattern, Action<Variable> bind, Action<Term> compute, Func<Term, bool> isKnown)
    {
        switch (pattern)
        {
            case VariableTerm { Variable: { } variable }:
                bind(variable);
                return true;
            case ConstantTerm:
                return true;
            case ArrayTerm array:
                return array.Items.All(item => Names(item, bind, compute, isKnown));
            case ObjectTerm members:
                return members.Members.All(m => isKnown(m.Key) && Names(m.Value, bind, compute, isKnown));
            default:
                compute(pattern);
                return true;
        }
    }

    /// <summary>All variables of a closure, including nested closures.</summary>
    public static void All(ComprehensionTerm closure, ISet<Variable> found)
    {
        Variables(closure.Head, found);
        Inner(closure.Head, found);
        if (closure.Key is { } key)
        {
            Variables(key, found);
            Inner(key, found);
        }

        All(closure.Body, found);
    }

    public static void All(Body body, ISet<Variable> found)
    {
        foreach (var expression in body.Expressions)
        {
            Variables(expression, found);
            Visit(expression, t =>
            {
                if (t is ComprehensionTerm inner) All(inner, found);
            });
            if (expression is EveryExpression every) All(every, found);
        }
    }

    public static void All(EveryExpression every, ISet<Variable> found)
    {
        All(every.Body, found);
        if (every.Key?.Variable is { } key) found.Remove(key);
        found.Remove(every.Value.Variable!);
    }

    static void Inner(Term term, ISet<Variable> found) => Visit(term, t =>
    {
        if (t is ComprehensionTerm inner) All(inner, found);
    });
}
