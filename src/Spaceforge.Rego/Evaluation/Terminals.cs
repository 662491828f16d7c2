namespace Spaceforge.Rego;

/// <summary>The value of a rule or function.</summary>
sealed class ValueTerminal(Node value, bool constant, bool isFunction, RegoPlace place) : Terminal
{
    public override bool Emit(Machine machine, Frame frame)
    {
        if (value.Eval(machine, frame) is not { } result) return false;
        if (frame.Result is null)
        {
            frame.Result = result;
            return constant;
        }

        if (frame.Result != result)
        {
            throw Stop.Conflict(isFunction ? "functions must not produce multiple outputs for same inputs"
                : "complete rules must not produce multiple outputs", place);
        }

        return false;
    }
}

/// <summary>An item of a set, or a value at keys.</summary>
sealed class PartTerminal(Node[] keys, Node value, bool isItem, RegoPlace place) : Terminal
{
    public override bool Emit(Machine machine, Frame frame)
    {
        if (frame.Gathered is HashSet<RegoValue> items)
        {
            if (value.Eval(machine, frame) is { } item && items.Add(item)) machine.Reserve(32);
            return false;
        }

        if (ArrayNode.Many(keys, machine, frame) is not { } path) return false;
        var filling = (RulePlan.Filling)frame.Gathered!;
        if (filling.Wanted is { } wanted)
        {
            for (var i = 0; i < path.Length && filling.At + i < wanted.Length; i++)
            {
                if (path[i] != wanted[filling.At + i]) return false;
            }
        }

        if (value.Eval(machine, frame) is not { } result) return false;
        machine.Reserve(64);
        filling.Tree.Put(path, result, isItem, place);
        return false;
    }
}

/// <summary>The bindings of a query.</summary>
sealed class QueryTerminal((string Name, int Slot)[] variables, List<IReadOnlyDictionary<string, RegoValue>> results) : Terminal
{
    public override bool Emit(Machine machine, Frame frame)
    {
        var bindings = new Dictionary<string, RegoValue>(StringComparer.Ordinal);
        foreach (var (name, slot) in variables)
        {
            if (frame.Slots[slot] is { } value) bindings[name] = value;
        }

        machine.Reserve(64);
        results.Add(bindings);
        return false;
    }
}
