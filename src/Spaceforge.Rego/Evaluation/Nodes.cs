namespace Spaceforge.Rego;

sealed class ConstantNode(RegoValue value) : Node
{
    public RegoValue Value { get; } = value;

    public override RegoValue? Eval(Machine machine, Frame frame) => Value;
}

sealed class SlotNode(int slot) : Node
{
    public override RegoValue? Eval(Machine machine, Frame frame) => frame.Slots[slot];
}

sealed class ArrayNode(Node[] items) : Node
{
    public override RegoValue? Eval(Machine machine, Frame frame) =>
        Many(items, machine, frame) is { } values ? RegoArray.Wrap(values) : null;

    public static RegoValue[]? Many(Node[] items, Machine machine, Frame frame)
    {
        var values = new RegoValue[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Eval(machine, frame) is not { } value) return null;
            values[i] = value;
        }

        machine.Reserve(24 + (8 * values.Length));
        return values;
    }
}

sealed class SetNode(Node[] items) : Node
{
    public override RegoValue? Eval(Machine machine, Frame frame) =>
        ArrayNode.Many(items, machine, frame) is { } values ? new RegoSet(values) : null;
}

sealed class ObjectNode(Node[] keys, Node[] values, RegoPlace place) : Node
{
    public override RegoValue? Eval(Machine machine, Frame frame)
    {
        var members = new Dictionary<RegoValue, RegoValue>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i].Eval(machine, frame) is not { } key || values[i].Eval(machine, frame) is not { } value) return null;
            if (!members.TryAdd(key, value) && members[key] != value) throw Stop.Conflict("object keys must be unique", place);
        }

        machine.Reserve(48 + (16 * members.Count));
        return RegoObject.From(members);
    }
}

/// <summary>Access to parts of an object, array or set: head[a][b].</summary>
sealed class PathNode(Node head, Node[] path) : Node
{
    public override RegoValue? Eval(Machine machine, Frame frame) => Walk(head.Eval(machine, frame), path, 0, machine, frame);

    public static RegoValue? Walk(RegoValue? value, Node[] path, int from, Machine machine, Frame frame)
    {
        for (var i = from; i < path.Length && value is not null; i++)
        {
            value = path[i].Eval(machine, frame) is { } key ? Part(value, key) : null;
        }

        return value;
    }

    public static RegoValue? Part(RegoValue value, RegoValue key) => value switch
    {
        RegoObject members => members[key],
        RegoArray array => key is RegoNumber number && number.TryGetInt64(out var index) && index >= 0 && index < array.Count
            ? array.Items[index] : null,
        RegoSet set => set.Contains(key) ? key : null,
        _ => null,
    };
}

sealed class InputNode : Node
{
    public static readonly InputNode Instance = new();

    public override RegoValue? Eval(Machine machine, Frame frame) => machine.Scope.Input;
}

/// <summary>A data path with known keys: documents and rules.</summary>
sealed class DataNode(DataPath start, Node[] path) : Node
{
    public override RegoValue? Eval(Machine machine, Frame frame)
    {
        var cursor = start.Begin(machine);
        for (var i = 0; i < path.Length; i++)
        {
            if (cursor.IsPlain) return PathNode.Walk(cursor.Value, path, i, machine, frame);
            if (path[i].Eval(machine, frame) is not { } key) return null;
            if (cursor.Node is { HasKeys: true } && machine.IsRunning(cursor.Node))
            {
                var keys = new List<RegoValue> { key };
                for (var j = i + 1; j < path.Length && path[j].Eval(machine, frame) is { } further; j++) keys.Add(further);
                return PathNode.Walk(machine.ExtentAt(cursor.Node, [.. keys]), path, i, machine, frame);
            }

            cursor = cursor.Part(machine, key);
            if (cursor.IsNothing) return null;
        }

        return cursor.Whole(machine);
    }
}

sealed class ComprehensionNode(RegoKind kind, int extra, int cache, RegoPlace place) : Node
{
    public Block Block { get; set; } = null!;

    public override RegoValue? Eval(Machine machine, Frame frame)
    {
        if (cache >= 0 && frame.Extras[cache] is Known known && known.Scope == machine.Scope) return known.Value;
        object gathered = kind switch
        {
            RegoKind.Array => new List<RegoValue>(),
            RegoKind.Set => new HashSet<RegoValue>(),
            _ => new Dictionary<RegoValue, RegoValue>(),
        };
        var outer = frame.Extras[extra];
        frame.Extras[extra] = gathered;
        Block.Run(machine, frame);
        frame.Extras[extra] = outer;
        RegoValue value = gathered switch
        {
            List<RegoValue> items => RegoArray.Wrap([.. items]),
            HashSet<RegoValue> items => RegoSet.Wrap(items),
            _ => RegoObject.From((Dictionary<RegoValue, RegoValue>)gathered),
        };
        if (cache >= 0) frame.Extras[cache] = new Known(machine.Scope, value);
        return value;
    }

    public Terminal Gather(Node? key, Node head) => new Gatherer(extra, key, head, place);

    sealed record Known(Scope Scope, RegoValue Value);

    sealed class Gatherer(int extra, Node? key, Node head, RegoPlace place) : Terminal
    {
        public override bool Emit(Machine machine, Frame frame)
        {
            if (head.Eval(machine, frame) is not { } value) return false;
            machine.Reserve(24);
            switch (frame.Extras[extra])
            {
                case List<RegoValue> items:
                    items.Add(value);
                    break;
                case HashSet<RegoValue> items:
                    items.Add(value);
                    break;
                case Dictionary<RegoValue, RegoValue> members:
                    if (key!.Eval(machine, frame) is not { } name) return false;
                    if (!members.TryAdd(name, value) && members[name] != value) throw Stop.Conflict("object keys must be unique", place);
                    break;
            }

            return false;
        }
    }
}

sealed class TemplateNode((string? Text, Node? Value)[] parts, RegoPlace place) : Node
{
    public override RegoValue? Eval(Machine machine, Frame frame)
    {
        var text = new System.Text.StringBuilder();
        foreach (var (constant, part) in parts)
        {
            if (part is null)
            {
                text.Append(constant);
                continue;
            }

            var values = (RegoSet)part.Eval(machine, frame)!;
            if (values.Count > 1) throw Stop.Conflict("template-strings must not produce multiple outputs", place);
            text.Append(Shown(values));
        }

        machine.Reserve(text.Length * 2);
        return new RegoString(text.ToString());
    }

    public static string Shown(RegoSet values) => values.Count == 0 ? "<undefined>" : Shown(values.Items[0]);

    public static string Shown(RegoValue value) => value is RegoString text ? text.Value : value.ToString();
}

/// <summary>print: a line for each combination of its arguments' values.</summary>
sealed class PrintNode(Node[] arguments) : Node
{
    const int MostLines = 1000;

    public override RegoValue? Eval(Machine machine, Frame frame)
    {
        var lines = new List<string> { "" };
        for (var i = 0; i < arguments.Length; i++)
        {
            var values = (RegoSet)arguments[i].Eval(machine, frame)!;
            string[] shown = values.Count == 0 ? ["<undefined>"] : [.. values.Items.Select(TemplateNode.Shown)];
            var separator = i == 0 ? "" : " ";
            lines = [.. lines.SelectMany(l => shown.Select(s => l + separator + s)).Take(MostLines)];
        }

        foreach (var line in lines) machine.Print(line);
        return RegoBoolean.True;
    }
}
