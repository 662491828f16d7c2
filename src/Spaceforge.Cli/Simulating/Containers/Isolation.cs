namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>How far a simulated run is kept from the machine.</summary>
enum Isolation
{
    /// <summary>/mnt/workspace is there, and nothing outside of it changes.</summary>
    Full,

    /// <summary>/mnt/workspace is there, and some mounts of the machine are written to.</summary>
    Partial,

    /// <summary>The machine gives no namespaces: paths are rewritten.</summary>
    None,
}
