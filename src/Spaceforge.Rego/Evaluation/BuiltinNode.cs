namespace Spaceforge.Rego;

/// <summary>A call of a built-in.</summary>
sealed class BuiltinNode(string name, Node[] arguments, RegoPlace place) : Node
{
    readonly Builtin? builtin = BuiltinTable.Default.Find(name);

    public override RegoValue? Eval(Machine machine, Frame frame)
    {
        if (ArrayNode.Many(arguments, machine, frame) is not { } values) return null;
        if (machine.Scope.Functions is { } functions && functions.TryGetValue(name, out var replacement))
        {
            return machine.Replaced(replacement, name, values, place);
        }
        return Invoke(builtin, name, machine, values, place);
    }

    public static RegoValue? Invoke(string name, Machine machine, RegoValue[] values, RegoPlace place) =>
        Invoke(BuiltinTable.Default.Find(name), name, machine, values, place);

    /// <summary>Errors make the result undefined, unless they are strict.</summary>
    public static RegoValue? Invoke(Builtin? builtin, string name, Machine machine, RegoValue[] values, RegoPlace place)
    {
        try
        {
            if (builtin is not null) return builtin(machine, values);
            return machine.Provided(name) is { } provided
                ? provided(values) : throw new Stop("eval_builtin_error", $"{name}: the caller of the engine does not provide it", place);
        }
        catch (BuiltinException wrong)
        {
            return machine.Strict || wrong.AlwaysFails ? throw Error(wrong, name, place) : null;
        }
        catch (Stop stop) when (stop.Place == default)
        {
            stop.Place = place;
            throw;
        }
        catch (Exception e) when (
            builtin is not null && e is ArithmeticException or ArgumentException
                or FormatException or InvalidCastException or IndexOutOfRangeException)
        {
            // Arguments are untrusted: an unexpected exception in a built-in is an error of the policy and must not crash the process.
            throw new Stop("eval_builtin_error", $"{name}: {e.Message}", place);
        }
    }

    static Stop Error(BuiltinException wrong, string name, RegoPlace place) =>
        new(wrong.IsTypeError ? "eval_type_error" : "eval_builtin_error", $"{name}: {wrong.Message}", place);
}

/// <summary>Fast paths for common operators, without a table lookup.</summary>
sealed class CompareNode(string name, Node left, Node right) : Node
{
    readonly int wanted = name switch
    {
        "equal" => 0,
        "neq" => 1,
        "lt" => 2,
        "lte" => 3,
        "gt" => 4,
        _ => 5,
    };

    public override RegoValue? Eval(Machine machine, Frame frame)
    {
        if (left.Eval(machine, frame) is not { } a || right.Eval(machine, frame) is not { } b) return null;
        return RegoBoolean.Of(wanted switch
        {
            0 => a.Equals(b),
            1 => !a.Equals(b),
            2 => a.CompareTo(b) < 0,
            3 => a.CompareTo(b) <= 0,
            4 => a.CompareTo(b) > 0,
            _ => a.CompareTo(b) >= 0,
        });
    }
}

/// <summary>value in xs, and key, value in xs.</summary>
sealed class MemberNode(Node? key, Node value, Node domain) : Node
{
    public override RegoValue? Eval(Machine machine, Frame frame)
    {
        if (value.Eval(machine, frame) is not { } wanted || domain.Eval(machine, frame) is not { } all) return null;
        if (key is null)
        {
            return RegoBoolean.Of(all switch
            {
                RegoArray array => Among(machine, array.Items, wanted),
                RegoSet set => set.Contains(wanted),
                RegoObject members => Among(machine, members.Values, wanted),
                _ => false,
            });
        }

        if (key.Eval(machine, frame) is not { } name) return null;
        return RegoBoolean.Of(PathNode.Part(all, name) is { } found && found.Equals(wanted));
    }

    static bool Among(Machine machine, RegoValue[] items, RegoValue wanted)
    {
        machine.Spend(items.Length / 8);
        foreach (var item in items)
        {
            if (item.Equals(wanted)) return true;
        }

        return false;
    }
}

sealed class FunctionNode(RuleTree function, Node[] arguments, RegoPlace place) : Node
{
    public override RegoValue? Eval(Machine machine, Frame frame) =>
        ArrayNode.Many(arguments, machine, frame) is { } values ? machine.Call(function, values, place) : null;
}
