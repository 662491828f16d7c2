namespace Spaceforge;

/// <summary>Where a run stands. The platform may have others than those named here.</summary>
/// <param name="Name">The platform's name, for instance <c>PLANNING</c>.</param>
public readonly record struct RunState(string Name)
{
    /// <summary>The platform's name, for instance <c>PLANNING</c>. Empty for the default value.</summary>
    public string Name { get => field ?? ""; init; } = Name;

    /// <summary>The workspace is made ready, and init runs.</summary>
    public static RunState Initializing { get; } = new("INITIALIZING");

    /// <summary>The plan is made.</summary>
    public static RunState Planning { get; } = new("PLANNING");

    /// <summary>Somebody has to confirm the plan.</summary>
    public static RunState Unconfirmed { get; } = new("UNCONFIRMED");

    /// <summary>The plan is applied.</summary>
    public static RunState Applying { get; } = new("APPLYING");

    /// <summary>A task is performed.</summary>
    public static RunState Performing { get; } = new("PERFORMING");

    /// <summary>Resources are destroyed.</summary>
    public static RunState Destroying { get; } = new("DESTROYING");

    /// <summary>All went well.</summary>
    public static RunState Finished { get; } = new("FINISHED");

    /// <summary>Something went wrong.</summary>
    public static RunState Failed { get; } = new("FAILED");

    /// <summary>Somebody stopped the run.</summary>
    public static RunState Stopped { get; } = new("STOPPED");

    /// <summary>Whether both have the same name.</summary>
    public bool Equals(RunState other) => Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
