using System.Runtime.CompilerServices;

namespace Spaceforge.Rego;

sealed partial class Planner
{
    Node[] Many(IReadOnlyList<Term> terms) => [.. terms.Select(Prepared)];

    /// <summary>Plans a term's value; references with unbound variables become loops before it.</summary>
    Node Prepared(Term term)
    {
        // One loop may need what another one binds.
        int before;
        do
        {
            before = steps.Count;
            Loops(term);
        }
        while (steps.Count > before);
        if (IsUnbound(term)) throw NoOrder(term);
        return Value(term);
    }

    /// <summary>Adds the loops that have all they need; each is added once.</summary>
    void Loops(Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (term)
        {
            case ReferenceTerm reference:
                if (!loops.ContainsKey(reference) && Loop(reference, null) is { } found) loops.Add(reference, found);
                break;
            case ArrayTerm array:
                foreach (var item in array.Items) Loops(item);
                break;
            case SetTerm set:
                foreach (var item in set.Items) Loops(item);
                break;
            case ObjectTerm members:
                foreach (var (key, value) in members.Members)
                {
                    Loops(key);
                    Loops(value);
                }

                break;
            case CallTerm call:
                foreach (var argument in call.Arguments) Loops(argument);
                if (!loops.ContainsKey(call) && Relation(call) is { } relation && !IsUnbound(call) && Evaluable(call))
                {
                    var slot = slots++;
                    steps.Add(new RelationLoop(relation, [.. call.Arguments.Select(Value)], new BindPattern(slot)));
                    loops.Add(call, slot);
                }

                break;
        }
    }

    bool IsUnbound(Term term) => !TermWalk.All(term, bound.Contains);

    /// <summary>Adds the loop of a reference and returns its slot; null if it has none, or not all that it needs yet.</summary>
    int? Loop(ReferenceTerm reference, int? wanted)
    {
        Loops(reference.Head);
        foreach (var key in reference.Path) Loops(key);
        if (!reference.Path.Any(IsUnbound) || IsUnbound(reference.Head) || !Evaluable(reference)) return null;
        var (head, data, rest) = Head(reference);
        var names = new Names();
        var path = new List<(Node?, Pattern?)>();
        foreach (var key in rest)
        {
            if (IsUnbound(key) || !Evaluable(key) || IsRelation(key))
            {
                path.Add((null, PatternOf(key, names)));
            }
            else
            {
                path.Add((Prepared(key), null));
            }
        }

        var slot = wanted ?? slots++;
        steps.Add(new ReferenceLoop(head, data, [.. path], slot));
        Solve(names.Later);
        return slot;
    }

    static bool IsRelation(Term term)
    {
        var found = false;
        TermWalk.Visit(term, t => found |= t is CallTerm call && Relation(call) is not null);
        return found;
    }

    (Node? Head, DataPath? Data, IReadOnlyList<Term> Further) Head(ReferenceTerm reference)
    {
        if (reference.Head is not RootTerm root) return (Value(reference.Head), null, reference.Path);
        if (root.IsInput) return (InputNode.Instance, null, reference.Path);
        var node = plan.Compilation.Root;
        var keys = new List<RegoValue>();
        foreach (var part in reference.Path)
        {
            if (node.Rules.Count > 0 || part is not ConstantTerm constant || !node.Children.TryGetValue(constant.Value, out var child))
            {
                break;
            }
            keys.Add(constant.Value);
            node = child;
        }

        return (null, new DataPath(plan.Compilation.Root, node, [.. keys]), [.. reference.Path.Skip(keys.Count)]);
    }

    static RelationBuiltin? Relation(CallTerm call) =>
        call.Name is { } name && BuiltinSignatures.Find(name) is { Relation: true } ? BuiltinTable.Default.FindRelation(name) : null;

    Node Value(Term term)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (loops.TryGetValue(term, out var slot)) return new SlotNode(slot);
        switch (term)
        {
            case ConstantTerm constant:
                return new ConstantNode(constant.Value);
            case VariableTerm variable:
                return new SlotNode(variable.Variable!.Slot);
            case ReferenceTerm reference:
                var (head, data, rest) = Head(reference);
                Node[] path = [.. rest.Select(Value)];
                return data is not null ? new DataNode(data, path) : path.Length == 0 ? head! : new PathNode(head!, path);
            case ArrayTerm array:
                return new ArrayNode([.. array.Items.Select(Value)]);
            case SetTerm set:
                return new SetNode([.. set.Items.Select(Value)]);
            case ObjectTerm members:
                return new ObjectNode(
                    [.. members.Members.Select(m => Value(m.Key))], [.. members.Members.Select(m => Value(m.Value))], members.Place);
            case ComprehensionTerm comprehension:
                return Comprehension(comprehension);
            case TemplateTerm template:
                return new TemplateNode(
                    [.. template.Parts.Select(p => (p.Text, p.Expression is TermExpression part ? Value(part.Term) : null))],
                    template.Place);
            case CallTerm call:
                return Call(call);
            default:
                throw new InvalidOperationException();
        }
    }

    ComprehensionNode Comprehension(ComprehensionTerm comprehension)
    {
        // A comprehension that does not depend on the surrounding body always has the same value.
        var all = new HashSet<Variable>();
        TermWalk.All(comprehension, all);
        var cache = all.Overlaps(bound) ? -1 : extras++;
        var node = new ComprehensionNode(comprehension.Kind, extras++, cache, comprehension.Place);
        node.Block = Inner(() =>
        {
            closures++;
            Expressions(comprehension.Body);
            closures--;
            var key = comprehension.Key is { } name ? Prepared(name) : null;
            return node.Gather(key, Prepared(comprehension.Head));
        });
        return node;
    }

    Node Call(CallTerm call)
    {
        Node[] arguments = [.. call.Arguments.Select(Value)];
        if (call.Name is not { } name)
        {
            var function = plan.Compilation.Root.Find(((ReferenceTerm)call.Target!).Path.Select(p => ((ConstantTerm)p).Value))!;
            return new FunctionNode(function, arguments, call.Place);
        }

        return name switch
        {
            "equal" or "eq" or "neq" or "lt" or "lte" or "gt" or "gte" when arguments.Length == 2 =>
                new CompareNode(name == "eq" ? "equal" : name, arguments[0], arguments[1]),
            "internal.member_2" => new MemberNode(null, arguments[0], arguments[1]),
            "internal.member_3" => new MemberNode(arguments[0], arguments[1], arguments[2]),
            "print" => new PrintNode(arguments),
            "rego.metadata.rule" or "rego.metadata.chain" =>
                new MetadataNode(plan.Compilation, current, name == "rego.metadata.chain", call.Place),
            _ => new BuiltinNode(name, arguments, call.Place),
        };
    }

    /// <summary>As in the checks: each variable has a value, or a reference binds it.</summary>
    bool Evaluable(Term term)
    {
        switch (term)
        {
            case ConstantTerm:
                return true;
            case VariableTerm { Variable: { } variable }:
                return bound.Contains(variable);
        }

        var found = new HashSet<Variable>();
        int before;
        do
        {
            before = found.Count;
            TermWalk.Visit(term, t =>
            {
                if (t is not ReferenceTerm reference || !Known(reference.Head)) return;
                foreach (var key in reference.Path) TermWalk.Names(key, variable => found.Add(variable), _ => { }, Known);
            });
        }
        while (found.Count > before);
        var all = new HashSet<Variable>();
        TermWalk.Variables(term, all);
        // Nor has a comprehension a value before all have one that it shares with what is around it.
        TermWalk.Visit(term, t =>
        {
            if (t is not ComprehensionTerm closure) return;
            var inner = new HashSet<Variable>();
            TermWalk.All(closure, inner);
            all.UnionWith(inner.Where(scope.Contains));
        });
        return all.All(IsKnown);

        bool Known(Term part) => TermWalk.All(part, IsKnown);

        bool IsKnown(Variable variable) => bound.Contains(variable) || found.Contains(variable);
    }
}
