namespace Spaceforge.Rego;

/// <summary>A pattern for destructuring a value.</summary>
abstract class Pattern
{
    public abstract bool Match(Machine machine, Frame frame, RegoValue value);
}

sealed class BindPattern(int slot) : Pattern
{
    public override bool Match(Machine machine, Frame frame, RegoValue value)
    {
        frame.Slots[slot] = value;
        return true;
    }
}

sealed class EqualPattern(Node node) : Pattern
{
    public override bool Match(Machine machine, Frame frame, RegoValue value) =>
        node.Eval(machine, frame) is { } other && other.Equals(value);
}

sealed class ArrayPattern(Pattern[] items) : Pattern
{
    public override bool Match(Machine machine, Frame frame, RegoValue value)
    {
        if (value is not RegoArray array || array.Count != items.Length) return false;
        for (var i = 0; i < items.Length; i++)
        {
            if (!items[i].Match(machine, frame, array.Items[i])) return false;
        }

        return true;
    }
}

sealed class ObjectPattern(Node[] keys, Pattern[] values) : Pattern
{
    public override bool Match(Machine machine, Frame frame, RegoValue value)
    {
        if (value is not RegoObject members || members.Count != keys.Length) return false;
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i].Eval(machine, frame) is not { } key || members[key] is not { } member || !values[i].Match(machine, frame, member))
            {
                return false;
            }
        }

        return true;
    }
}
