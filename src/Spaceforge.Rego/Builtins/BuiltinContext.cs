namespace Spaceforge.Rego;

/// <summary>What built-ins can access of the evaluation that calls them; one per evaluation.</summary>
abstract class BuiltinContext
{
    /// <summary>The evaluation's time: time.now_ns returns the same value throughout.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>The caller's source of randomness, or a new one.</summary>
    public abstract Random Random { get; }

    /// <summary>Caches results that stay the same within one evaluation (uuid and rand by key), and compiled patterns.</summary>
    public Dictionary<object, object> Cache { get; } = [];

    /// <summary>The caller's function for a built-in that only it can provide; null if it does not.</summary>
    public abstract Func<IReadOnlyList<RegoValue>, RegoValue?>? Provided(string name);

    /// <summary>Receives a line of print output; does nothing if the caller does not want it.</summary>
    public abstract void Print(string line);

    /// <summary>Counts work towards the step and time limits, and throws if they are exceeded or the caller cancelled.
    /// Long loops call it with the amount of work done.</summary>
    public abstract void Spend(long steps);

    /// <summary>Counts the approximate size of a result in bytes before it is created; throws if the limit is exceeded.</summary>
    public abstract void Reserve(long bytes);
}
