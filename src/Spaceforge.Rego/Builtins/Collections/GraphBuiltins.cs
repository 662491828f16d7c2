namespace Spaceforge.Rego;

/// <summary>walk, and reachability in a graph: an object that maps each node to an array or a set of neighbours.</summary>
static class GraphBuiltins
{
    public static void Register(BuiltinTable table)
    {
        table.AddRelation("walk", Walk);
        table.Add("graph.reachable", Reachable);
        table.Add("graph.reachable_paths", ReachablePaths);
    }

    // Parents before children, in order; without recursion, so that depth uses no stack.
    static IEnumerable<RegoValue> Walk(BuiltinContext context, RegoValue[] arguments)
    {
        var pending = new Stack<(RegoValue[] Path, RegoValue Value)>();
        pending.Push(([], arguments[0]));
        while (pending.TryPop(out var at))
        {
            context.Spend(1);
            yield return RegoArray.Wrap([RegoArray.Wrap(at.Path), at.Value]);
            var (keys, values) = at.Value switch
            {
                RegoArray array => (null, array.Items),
                RegoObject members => (members.Keys, members.Values),
                RegoSet set => (set.Items, set.Items),
                _ => (null, []),
            };
            for (var i = values.Length - 1; i >= 0; i--)
                pending.Push(([.. at.Path, keys is null ? RegoNumber.Of(i) : keys[i]], values[i]));
        }
    }

    static RegoValue[] Start(RegoValue[] arguments) =>
        Operands.Items(arguments[1]) ?? throw BuiltinException.Operand(2, arguments[1], "{array, set}");

    static RegoSet Reachable(BuiltinContext context, RegoValue[] arguments)
    {
        var graph = Operands.Object(arguments, 0);
        var queue = new Queue<RegoValue>(Start(arguments));
        var reached = new HashSet<RegoValue>();
        while (queue.TryDequeue(out var node))
        {
            context.Spend(1);
            // Only keys of the graph, even without neighbours, are nodes.
            if (graph[node] is not { } edges || !reached.Add(node))
                continue;
            context.Reserve(48);
            foreach (var neighbour in Operands.Items(edges) ?? [])
            {
                if (!reached.Contains(neighbour))
                    queue.Enqueue(neighbour);
            }
        }

        return RegoSet.Wrap(reached);
    }

    static RegoSet ReachablePaths(BuiltinContext context, RegoValue[] arguments)
    {
        var graph = Operands.Object(arguments, 0);
        var paths = new HashSet<RegoValue>();
        foreach (var start in Start(arguments))
        {
            if (graph[start] is not { } edges)
                continue;
            var neighbours = Operands.Items(edges) ?? [];
            if (neighbours.Length == 0)
                Commit(context, paths, [start]);
            foreach (var neighbour in neighbours)
                Follow(context, graph, [start], neighbour, paths);
        }

        return RegoSet.Wrap(paths);
    }

    static void Commit(BuiltinContext context, HashSet<RegoValue> paths, RegoValue[] path)
    {
        context.Reserve((path.Length * 8L) + 64);
        paths.Add(RegoArray.Wrap(path));
    }

    // A path ends at a dead end, at something that is not a node, and before it would form a cycle.
    static void Follow(BuiltinContext context, RegoObject graph, RegoValue[] before, RegoValue first, HashSet<RegoValue> paths)
    {
        var pending = new Stack<(RegoValue[] Path, RegoValue Node)>();
        pending.Push((before, first));
        while (pending.TryPop(out var at))
        {
            context.Spend(at.Path.Length);
            if (Array.Exists(at.Path, at.Node.Equals) || graph[at.Node] is not { } edges)
            {
                Commit(context, paths, at.Path);
                continue;
            }

            RegoValue[] path = [.. at.Path, at.Node];
            var neighbours = Operands.Items(edges) ?? [];
            if (neighbours.Length == 0)
                Commit(context, paths, path);
            foreach (var neighbour in neighbours)
            {
                context.Reserve(path.Length * 8L);
                pending.Push((path, neighbour));
            }
        }
    }
}
