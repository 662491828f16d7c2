namespace Spaceforge.Rego;

sealed partial class Machine
{
    public bool IsReplaced(RuleTree node) => Scope.Replaced is { } replaced && replaced.Contains(node);

    public bool IsRunning(RuleTree node) => ReferenceEquals(Scope.Known[node.Id], Running);

    /// <summary>The value that rules give a node.</summary>
    public RegoValue? Extent(RuleTree node)
    {
        var known = Scope.Known;
        var value = known[node.Id];
        if (value is not null)
        {
            if (ReferenceEquals(value, Undefined)) return null;
            if (!ReferenceEquals(value, Running)) return value;
            throw new Stop("eval_recursion_error", $"{node.Path} needs itself", node.Rules[0].Place);
        }

        known[node.Id] = Running;
        Enter();
        value = Compute(node);
        Leave();
        known[node.Id] = value ?? Undefined;
        return value;
    }

    /// <summary>The part of a node's value below some keys, while the whole value is being computed.</summary>
    public RegoValue ExtentAt(RuleTree node, RegoValue[] keys)
    {
        var key = (node, (RegoValue)RegoArray.Wrap(keys));
        if (Scope.Parts.TryGetValue(key, out var known)) return known;
        Enter();
        var tree = new KeyTree();
        Gather(node, tree, 0, keys);
        Leave();
        return Scope.Parts[key] = tree.ToValue();
    }

    /// <summary>A node's value including everything below it, merged over the documents.</summary>
    public RegoValue? Whole(RuleTree node, RegoValue? document)
    {
        if (node.HasRules) return Extent(node);
        if (node.IsFunction) return document;
        Enter();
        var members = document is RegoObject known ? known.ToDictionary() : [];
        foreach (var child in node.Sorted)
        {
            var key = child.Key!;
            var below = members.GetValueOrDefault(key);
            if (IsReplaced(child) || Whole(child, below) is not { } value) continue;
            members[key] = value;
        }

        Leave();
        return RegoObject.From(members);
    }

    public RegoValue? Call(RuleTree function, RegoValue[] arguments, RegoPlace place)
    {
        if (Scope.Functions is { } functions && functions.TryGetValue(function, out var replacement))
        {
            return Replaced(replacement, function, arguments, place);
        }
        return CallOwn(function, arguments);
    }

    /// <summary>The replacement of a function by 'with'. Inside the replacement, the name means the original function.</summary>
    public RegoValue? Replaced(object replacement, object replaced, RegoValue[] arguments, RegoPlace place)
    {
        if (replacement is RegoValue value) return value;
        var outer = Scope;
        var rest = new Dictionary<object, object>(outer.Functions!);
        rest.Remove(replaced);
        Scope = new(plan.NodeCount) { Input = outer.Input, Data = outer.Data, Replaced = outer.Replaced, Functions = rest };
        try
        {
            return replacement is RuleTree function
                ? CallOwn(function, arguments) : BuiltinNode.Invoke((string)replacement, this, arguments, place);
        }
        finally
        {
            Scope = outer;
        }
    }

    RegoValue? CallOwn(RuleTree function, RegoValue[] arguments)
    {
        var calls = Scope.Calls(function);
        var key = new Arguments(arguments);
        if (calls.TryGetValue(key, out var known)) return known;
        Enter();
        RegoValue? result = null;
        var rules = plan.Of(function);
        foreach (var rule in rules.Candidates(arguments))
        {
            if (rule.Value(this, arguments) is not { } value) continue;
            if (result is null)
            {
                result = value;
                if (rules.FirstIsEnough) break;
            }
            else if (result != value)
            {
                throw Stop.Conflict("functions must not produce multiple outputs for same inputs", rule.Place);
            }
        }

        result ??= rules.Default?.Value(this, arguments);
        Leave();
        if (calls.Count >= MostCalls) calls.Clear();
        calls[key] = result;
        return result;
    }

    RegoValue? Compute(RuleTree node)
    {
        var rules = plan.Of(node);
        if (rules.IsComplete)
        {
            RegoValue? result = null;
            foreach (var rule in rules.Candidates([]))
            {
                if (rule.Value(this, []) is not { } value) continue;
                if (result is null)
                {
                    result = value;
                    if (rules.FirstIsEnough) break;
                }
                else if (result != value)
                {
                    throw Stop.Conflict("complete rules must not produce multiple outputs", rule.Place);
                }
            }

            return result ?? rules.Default?.Value(this, []);
        }

        if (rules.IsSet)
        {
            var items = new HashSet<RegoValue>();
            foreach (var rule in rules.Candidates([])) rule.Gather(this, items);
            return RegoSet.Wrap(items);
        }

        var tree = new KeyTree();
        Gather(node, tree, 0, null);
        return tree.ToValue();
    }

    void Gather(RuleTree node, KeyTree tree, int at, RegoValue[]? wanted)
    {
        if (node.HasRules)
        {
            foreach (var rule in plan.Of(node).Candidates([])) rule.Gather(this, tree, at, wanted);
        }

        foreach (var child in node.Sorted)
        {
            var key = child.Key!;
            if (wanted is not null && at < wanted.Length && wanted[at] != key) continue;
            if (child.IsFunction) continue;
            if (child.HasRules && plan.Of(child) is { IsComplete: true })
            {
                if (Extent(child) is { } value) tree.Put([key], value, false, child.Rules[0].Place);
            }
            else
            {
                Gather(child, tree.Below(key, child.Place), at + 1, wanted);
            }
        }
    }
}
