namespace Spaceforge.Rego;

/// <summary>The structure of a module, for tools.</summary>
static class ModuleOutline
{
    /// <summary>The lines on which rules and expressions start, including nested expressions.</summary>
    public static SortedSet<int> Lines(RegoModule module)
    {
        var lines = new SortedSet<int>();
        foreach (var rule in module.Rules)
        {
            for (var part = rule; part is not null; part = part.Else)
            {
                lines.Add(part.Place.Line);
                Add(part.Value, lines);
                Add(part.Body, lines);
            }
        }

        return lines;
    }

    static void Add(Body body, SortedSet<int> lines)
    {
        foreach (var expression in body.Expressions)
        {
            if (expression is SomeExpression) continue;
            lines.Add(expression.Place.Line);
            TermWalk.Visit(expression, term => Inner(term, lines));
            if (expression is EveryExpression every) Add(every.Body, lines);
        }
    }

    static void Add(Term value, SortedSet<int> lines) => TermWalk.Visit(value, term => Inner(term, lines));

    static void Inner(Term term, SortedSet<int> lines)
    {
        if (term is not ComprehensionTerm comprehension) return;
        Add(comprehension.Body, lines);
        Add(comprehension.Head, lines);
        if (comprehension.Key is { } key) Add(key, lines);
    }
}
