namespace Spaceforge.Rego;

sealed class TrueTest(Node node) : Test
{
    public override bool Holds(Machine machine, Frame frame) =>
        node.Eval(machine, frame) is { } value && !ReferenceEquals(value, RegoBoolean.False);
}

sealed class EqualTest(Node left, Node right) : Test
{
    public override bool Holds(Machine machine, Frame frame) =>
        left.Eval(machine, frame) is { } a && right.Eval(machine, frame) is { } b && a.Equals(b);
}

sealed class AssignTest(int slot, Node node) : Test
{
    public override bool Holds(Machine machine, Frame frame) => (frame.Slots[slot] = node.Eval(machine, frame)) is not null;
}

sealed class MatchTest(Pattern pattern, Node node) : Test
{
    public override bool Holds(Machine machine, Frame frame) =>
        node.Eval(machine, frame) is { } value && pattern.Match(machine, frame, value);
}

sealed class NotTest(Block block) : Test
{
    public override bool Holds(Machine machine, Frame frame) => !block.Run(machine, frame);
}

/// <summary>For the trace: the expression before it held.</summary>
sealed class MarkTest(RegoPlace place, string rule, (string Name, Node Value)[] values) : Test
{
    public override bool Holds(Machine machine, Frame frame)
    {
        machine.Trace?.Passed(place, rule, Known(values, machine, frame));
        return true;
    }

    public static Dictionary<string, RegoValue> Known((string Name, Node Value)[] values, Machine machine, Frame frame)
    {
        var known = new Dictionary<string, RegoValue>(StringComparer.Ordinal);
        foreach (var (name, node) in values)
        {
            if (node.Eval(machine, frame) is { } value) known[name] = value;
        }

        return known;
    }
}

/// <summary>For the trace: the next expression is evaluated.</summary>
sealed class ReachTest(RegoPlace place, bool isInner, (string Name, Node Value)[] values) : Test
{
    public override bool Holds(Machine machine, Frame frame)
    {
        machine.Trace?.Reached(place, isInner, MarkTest.Known(values, machine, frame));
        return true;
    }
}

/// <summary>For the trace: the keys for which a rule is tried.</summary>
sealed class CaseTest(string rule, Node[] keys) : Test
{
    public override bool Holds(Machine machine, Frame frame)
    {
        if (ArrayNode.Many(keys, machine, frame) is { } values) machine.Trace?.Tried(rule, RegoArray.Wrap(values));
        return true;
    }
}

/// <summary>head[x][y].z where a key is an unbound variable.</summary>
sealed class ReferenceLoop(Node? head, DataPath? data, (Node? Known, Pattern? Pattern)[] path, int slot) : Loop
{
    public override bool Run(Machine machine, Frame frame, Block block, int next)
    {
        if (data is not null) return Walk(data.Begin(machine), 0, machine, frame, block, next);
        return head!.Eval(machine, frame) is { } value && Walk(new(null, value), 0, machine, frame, block, next);
    }

    bool Walk(Cursor cursor, int at, Machine machine, Frame frame, Block block, int next)
    {
        for (; at < path.Length; at++)
        {
            if (path[at].Known is not { } known) return Each(cursor, at, path[at].Pattern!, machine, frame, block, next);
            if (known.Eval(machine, frame) is not { } key) return false;
            if (cursor.Node is { HasKeys: true } node && machine.IsRunning(node)) cursor = new(null, machine.ExtentAt(node, [key]));

            cursor = cursor.Part(machine, key);
            if (cursor.IsNothing) return false;
        }

        if (cursor.Whole(machine) is not { } value) return false;
        frame.Slots[slot] = value;
        return block.Run(machine, frame, next);
    }

    bool Each(Cursor cursor, int at, Pattern pattern, Machine machine, Frame frame, Block block, int next)
    {
        if (cursor.Node is { HasRules: true } node) cursor = new(null, machine.Extent(node));
        if (cursor.Node is not null)
        {
            foreach (var key in cursor.Keys())
            {
                machine.Step();
                if (!pattern.Match(machine, frame, key)) continue;
                var part = cursor.Part(machine, key);
                if (!part.IsNothing && Walk(part, at + 1, machine, frame, block, next)) return true;
            }

            return false;
        }

        switch (cursor.Value)
        {
            case RegoArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    machine.Step();
                    if (pattern.Match(machine, frame, RegoNumber.Of(i))
                        && Walk(new(null, array.Items[i]), at + 1, machine, frame, block, next))
                    {
                        return true;
                    }
                }

                break;
            case RegoObject members:
                for (var i = 0; i < members.Count; i++)
                {
                    machine.Step();
                    if (pattern.Match(machine, frame, members.Keys[i])
                        && Walk(new(null, members.Values[i]), at + 1, machine, frame, block, next))
                    {
                        return true;
                    }
                }

                break;
            case RegoSet set:
                foreach (var item in set.Items)
                {
                    machine.Step();
                    if (pattern.Match(machine, frame, item) && Walk(new(null, item), at + 1, machine, frame, block, next)) return true;
                }

                break;
        }

        return false;
    }
}

/// <summary>some key, value in domain</summary>
sealed class SomeInLoop(Node domain, Pattern? keyPattern, Pattern valuePattern) : Loop
{
    public override bool Run(Machine machine, Frame frame, Block block, int next)
    {
        switch (domain.Eval(machine, frame))
        {
            case RegoArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    if (One(RegoNumber.Of(i), array.Items[i])) return true;
                }

                break;
            case RegoObject members:
                for (var i = 0; i < members.Count; i++)
                {
                    if (One(members.Keys[i], members.Values[i])) return true;
                }

                break;
            case RegoSet set:
                foreach (var item in set.Items)
                {
                    if (One(item, item)) return true;
                }

                break;
        }

        return false;

        bool One(RegoValue key, RegoValue value)
        {
            machine.Step();
            return (keyPattern is null || keyPattern.Match(machine, frame, key))
                && valuePattern.Match(machine, frame, value) && block.Run(machine, frame, next);
        }
    }
}

sealed class EveryTest(Node domain, int keySlot, int valueSlot, Block body) : Test
{
    public override bool Holds(Machine machine, Frame frame)
    {
        switch (domain.Eval(machine, frame))
        {
            case RegoArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    if (!One(RegoNumber.Of(i), array.Items[i])) return false;
                }

                return true;
            case RegoObject members:
                for (var i = 0; i < members.Count; i++)
                {
                    if (!One(members.Keys[i], members.Values[i])) return false;
                }

                return true;
            case RegoSet set:
                foreach (var item in set.Items)
                {
                    if (!One(item, item)) return false;
                }

                return true;
            default:
                return false;
        }

        bool One(RegoValue key, RegoValue value)
        {
            machine.Step();
            if (keySlot >= 0) frame.Slots[keySlot] = key;
            frame.Slots[valueSlot] = value;
            return body.Run(machine, frame);
        }
    }
}

/// <summary>walk, and other built-ins with several results.</summary>
sealed class RelationLoop(RelationBuiltin builtin, Node[] arguments, Pattern result) : Loop
{
    public override bool Run(Machine machine, Frame frame, Block block, int next)
    {
        if (ArrayNode.Many(arguments, machine, frame) is not { } values) return false;
        foreach (var one in builtin(machine, values))
        {
            machine.Step();
            if (result.Match(machine, frame, one) && block.Run(machine, frame, next)) return true;
        }

        return false;
    }
}
