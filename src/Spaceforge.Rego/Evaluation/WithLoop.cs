namespace Spaceforge.Rego;

/// <summary>Evaluates an expression with replaced documents or functions; the rest of the body sees the original ones.</summary>
sealed class WithLoop(WithLoop.Change[] changes, int extra, int nodes) : Loop
{
    public Block Inner { get; set; } = null!;

    public Terminal End => new Back(extra);

    public override bool Run(Machine machine, Frame frame, Block block, int next)
    {
        var outer = machine.Scope;
        if (Inside(machine, frame) is not { } inside) return false;
        frame.Extras[extra] = new Change.Away(outer, inside, block, next);
        machine.Enter();
        machine.Scope = inside;
        try
        {
            return Inner.Run(machine, frame);
        }
        finally
        {
            machine.Scope = outer;
            machine.Leave();
        }
    }

    Scope? Inside(Machine machine, Frame frame)
    {
        var outer = machine.Scope;
        var (input, data, replaced, functions) = (outer.Input, outer.Data, outer.Replaced, outer.Functions);
        foreach (var change in changes)
        {
            if (change.Function is { } function)
            {
                functions = functions is null ? [] : new(functions);
                if (change.Replacement is { } replacement)
                {
                    functions[function] = replacement;
                }
                else if (change.Value!.Eval(machine, frame) is { } constant)
                {
                    functions[function] = constant;
                }
                else
                {
                    return null;
                }

                continue;
            }

            if (change.Value!.Eval(machine, frame) is not { } value) return null;
            if (change.IsInput)
            {
                input = Put(input, change.Path, 0, value);
                continue;
            }

            data = Put(data, change.Path, 0, value);
            if (change.Node is { } node)
            {
                replaced = replaced is null ? [] : [.. replaced];
                replaced.Add(node);
            }
        }

        return new(nodes) { Input = input, Data = data, Replaced = replaced, Functions = functions };
    }

    static RegoValue Put(RegoValue? document, RegoValue[] path, int at, RegoValue value)
    {
        if (at == path.Length) return value;
        var members = document is RegoObject known ? known.ToDictionary() : [];
        members[path[at]] = Put(members.GetValueOrDefault(path[at]), path, at + 1, value);
        return RegoObject.From(members);
    }

    public sealed class Change
    {
        public bool IsInput { get; init; }

        public RegoValue[] Path { get; init; } = [];

        public RuleTree? Node { get; init; }

        public object? Function { get; init; }

        public object? Replacement { get; init; }

        public Node? Value { get; init; }

        public sealed record Away(Scope Outer, Scope Inside, Block Block, int Next);
    }

    sealed class Back(int extra) : Terminal
    {
        public override bool Emit(Machine machine, Frame frame)
        {
            var away = (Change.Away)frame.Extras[extra]!;
            machine.Scope = away.Outer;
            try
            {
                return away.Block.Run(machine, frame, away.Next);
            }
            finally
            {
                machine.Scope = away.Inside;
            }
        }
    }
}
