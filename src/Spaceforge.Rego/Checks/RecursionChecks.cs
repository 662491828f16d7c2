namespace Spaceforge.Rego;

/// <summary>No rule may depend on itself.</summary>
static class RecursionChecks
{
    /// <remarks>
    /// What is reported does not depend on the order of rules: one error for all rules that need each other, with the shortest way from
    /// the one whose name comes first.
    /// </remarks>
    public static void Run(Compilation compilation)
    {
        foreach (var knot in Knots(compilation))
        {
            var first = knot.Select(rule => rule.Node.Path).OrderBy(path => path, StringComparer.Ordinal).First();
            var (way, start) = knot.Where(rule => rule.Node.Path == first)
                .Select(rule => (Way: Way(compilation, rule, knot), Start: rule))
                .OrderBy(found => found.Way.Count).ThenBy(found => string.Join(" ", found.Way), StringComparer.Ordinal).First();
            compilation.Error("rego_recursion_error", $"rule {first} is recursive: {string.Join(" -> ", way)}", start.Place);
        }
    }

    /// <summary>The sets of rules that need each other, by Tarjan's algorithm.</summary>
    static IEnumerable<HashSet<ResolvedRule>> Knots(Compilation compilation)
    {
        // Iterative, because a chain of rules may be as long as the policy.
        var numbers = new Dictionary<ResolvedRule, int>();
        var (visits, open, isOpen) = (new Stack<Visit>(), new Stack<ResolvedRule>(), new HashSet<ResolvedRule>());
        foreach (var start in compilation.Rules)
        {
            if (!numbers.ContainsKey(start)) Enter(start);
            while (visits.Count > 0)
            {
                var visit = visits.Peek();
                if (visit.Next.MoveNext())
                {
                    var read = visit.Next.Current;
                    visit.ReadsItself |= ReferenceEquals(read, visit.Rule);
                    if (!numbers.TryGetValue(read, out var number)) Enter(read);
                    else if (isOpen.Contains(read)) visit.Lowest = Math.Min(visit.Lowest, number);
                    continue;
                }

                visits.Pop();
                if (visits.Count > 0) visits.Peek().Lowest = Math.Min(visits.Peek().Lowest, visit.Lowest);
                if (visit.Lowest != numbers[visit.Rule]) continue;

                var knot = new HashSet<ResolvedRule>();
                do
                {
                    knot.Add(open.Peek());
                    isOpen.Remove(open.Peek());
                }
                while (!ReferenceEquals(open.Pop(), visit.Rule));
                if (knot.Count > 1 || visit.ReadsItself) yield return knot;
            }
        }

        void Enter(ResolvedRule rule)
        {
            numbers[rule] = numbers.Count;
            visits.Push(new Visit(rule, Reads(compilation, rule).GetEnumerator()) { Lowest = numbers[rule] });
            open.Push(rule);
            isOpen.Add(rule);
        }
    }

    /// <summary>The shortest way from a rule to itself.</summary>
    static List<string> Way(Compilation compilation, ResolvedRule start, HashSet<ResolvedRule> knot)
    {
        var from = new Dictionary<ResolvedRule, ResolvedRule>();
        var next = new Queue<ResolvedRule>([start]);
        while (!from.ContainsKey(start))
        {
            var rule = next.Dequeue();
            foreach (var read in Reads(compilation, rule).Where(knot.Contains).OrderBy(read => read.Node.Path, StringComparer.Ordinal))
            {
                if (from.ContainsKey(read)) continue;
                from[read] = rule;
                next.Enqueue(read);
            }
        }

        var way = new List<string> { start.Node.Path };
        for (var rule = from[start]; !ReferenceEquals(rule, start); rule = from[rule]) way.Add(rule.Node.Path);
        way.Add(start.Node.Path);
        way.Reverse();
        return way;
    }

    static HashSet<ResolvedRule> Reads(Compilation compilation, ResolvedRule rule)
    {
        var reads = new HashSet<ResolvedRule>();
        for (var part = rule; part is not null; part = part.Else)
        {
            foreach (var (path, _) in part.Reads) Collect(compilation.Root, path, 0, reads);
        }

        return reads;
    }

    static void Collect(RuleTree node, IReadOnlyList<RegoValue?> path, int at, HashSet<ResolvedRule> reads)
    {
        foreach (var rule in node.Rules)
        {
            // Different constant keys are not a dependency.
            var differs = false;
            for (var i = 0; i < rule.Keys.Count && at + i < path.Count; i++)
            {
                differs |= path[at + i] is { } wanted && rule.Keys[i] is ConstantTerm key && key.Value != wanted;
            }

            if (!differs) reads.Add(rule);
        }

        if (at == path.Count)
        {
            foreach (var child in node.Children.Values)
            {
                Collect(child, path, at, reads);
            }
        }
        else if (path[at] is { } key)
        {
            if (node.Children.TryGetValue(key, out var child)) Collect(child, path, at + 1, reads);
        }
        else
        {
            foreach (var child in node.Children.Values) Collect(child, path, at + 1, reads);
        }
    }

    sealed class Visit(ResolvedRule rule, IEnumerator<ResolvedRule> next)
    {
        public ResolvedRule Rule => rule;

        public IEnumerator<ResolvedRule> Next => next;

        public int Lowest { get; set; }

        public bool ReadsItself { get; set; }
    }
}
