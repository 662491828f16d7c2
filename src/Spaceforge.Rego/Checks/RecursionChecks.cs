namespace Spaceforge.Rego;

/// <summary>No rule may depend on itself.</summary>
static class RecursionChecks
{
    public static void Run(Compilation compilation)
    {
        // Iterative, because a chain of rules may be as long as the policy.
        var state = new Dictionary<ResolvedRule, int>();
        foreach (var start in compilation.Rules)
        {
            if (state.ContainsKey(start)) continue;
            var path = new List<ResolvedRule>();
            var stack = new Stack<(ResolvedRule Rule, IEnumerator<ResolvedRule> Next)>();
            Enter(start);
            while (stack.Count > 0)
            {
                var (rule, next) = stack.Peek();
                if (!next.MoveNext())
                {
                    state[rule] = 2;
                    stack.Pop();
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                var read = next.Current;
                if (!state.TryGetValue(read, out var known))
                {
                    Enter(read);
                }
                else if (known == 1)
                {
                    var cycle = path.Skip(path.IndexOf(read)).Append(read).Select(r => r.Node.Path);
                    compilation.Error(
                        "rego_recursion_error", $"rule {read.Node.Path} is recursive: {string.Join(" -> ", cycle)}", read.Place);
                }
            }

            void Enter(ResolvedRule rule)
            {
                state[rule] = 1;
                path.Add(rule);
                stack.Push((rule, Reads(compilation, rule).GetEnumerator()));
            }
        }
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
}
