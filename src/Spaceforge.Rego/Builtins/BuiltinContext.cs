namespace Spaceforge.Rego;

/// <summary>What builtins may know of the evaluation that calls them; one per evaluation.</summary>
abstract class BuiltinContext
{
    /// <summary>The evaluation's one moment: time.now_ns gives the same all along.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>The caller's, else one of its own.</summary>
    public abstract Random Random { get; }

    /// <summary>For results that stay the same within one evaluation (uuid by key, rand by key) and for compiled patterns.</summary>
    public Dictionary<object, object> Cache { get; } = [];

    /// <summary>The caller's function for a builtin that only it can provide; null where it allows none.</summary>
    public abstract Func<IReadOnlyList<RegoValue>, RegoValue?>? Provided(string name);

    /// <summary>Takes a line of print; does nothing where the caller has no sink.</summary>
    public abstract void Print(string line);

    /// <summary>Counts work against the limits of steps and time, and throws where they are used up or the caller cancelled.
    /// Loops over much call it with what they did.</summary>
    public abstract void Spend(long steps);

    /// <summary>Counts memory of a result, about in bytes, before it is made; throws where the limit is passed.</summary>
    public abstract void Reserve(long bytes);
}
