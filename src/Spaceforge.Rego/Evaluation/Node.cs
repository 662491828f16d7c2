namespace Spaceforge.Rego;

/// <summary>An expression with one value, or null if it is undefined.</summary>
abstract class Node
{
    public abstract RegoValue? Eval(Machine machine, Frame frame);
}

/// <summary>The variables of one execution of a rule, and the results of its comprehensions.</summary>
sealed class Frame(int slots, int extras)
{
    public readonly RegoValue?[] Slots = new RegoValue?[slots];
    public readonly object?[] Extras = extras == 0 ? [] : new object?[extras];
    public RegoValue? Result;
    public object? Gathered;
}

/// <summary>One step of a body.</summary>
abstract class Step;

/// <summary>A step that holds once or not at all.</summary>
abstract class Test : Step
{
    public abstract bool Holds(Machine machine, Frame frame);
}

/// <summary>A step that may hold many times: the rest of the block runs for each.</summary>
abstract class Loop : Step
{
    /// <summary>Returns true if the rest needs no more solutions.</summary>
    public abstract bool Run(Machine machine, Frame frame, Block block, int next);
}

/// <summary>An executable body, with an action for each solution.</summary>
sealed class Block(Step[] steps, Terminal terminal)
{
    public bool Run(Machine machine, Frame frame, int at = 0)
    {
        for (; at < steps.Length; at++)
        {
            machine.Step();
            switch (steps[at])
            {
                case Test test:
                    if (!test.Holds(machine, frame)) return false;
                    break;
                case Loop loop:
                    return loop.Run(machine, frame, this, at + 1);
            }
        }

        return terminal.Emit(machine, frame);
    }
}

abstract class Terminal
{
    /// <summary>True if one solution is enough.</summary>
    public abstract bool Emit(Machine machine, Frame frame);
}

sealed class Enough : Terminal
{
    public static readonly Enough Instance = new();

    public override bool Emit(Machine machine, Frame frame) => true;
}
