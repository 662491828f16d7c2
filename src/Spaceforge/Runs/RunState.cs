namespace Spaceforge;

/// <summary>The state of a run. The platform may have others than those listed here.</summary>
/// <param name="Name">The platform's name, for example <c>PLANNING</c>.</param>
public readonly record struct RunState(string Name)
{
    /// <summary>The platform's name, for example <c>PLANNING</c>. Empty for the default value.</summary>
    public string Name { get => field ?? ""; init; } = Name;

    /// <summary>The workspace is being prepared, and init runs.</summary>
    public static RunState Initializing { get; } = new("INITIALIZING");

    /// <summary>The plan is being created.</summary>
    public static RunState Planning { get; } = new("PLANNING");

    /// <summary>The plan is waiting for confirmation.</summary>
    public static RunState Unconfirmed { get; } = new("UNCONFIRMED");

    /// <summary>The plan is being applied.</summary>
    public static RunState Applying { get; } = new("APPLYING");

    /// <summary>A task is being performed.</summary>
    public static RunState Performing { get; } = new("PERFORMING");

    /// <summary>Resources are being destroyed.</summary>
    public static RunState Destroying { get; } = new("DESTROYING");

    /// <summary>The run succeeded.</summary>
    public static RunState Finished { get; } = new("FINISHED");

    /// <summary>The run failed.</summary>
    public static RunState Failed { get; } = new("FAILED");

    /// <summary>A user stopped the run.</summary>
    public static RunState Stopped { get; } = new("STOPPED");

    /// <summary>Whether both have the same name.</summary>
    public bool Equals(RunState other) => Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
