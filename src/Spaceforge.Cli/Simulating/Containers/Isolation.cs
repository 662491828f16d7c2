namespace Spaceforge.Cli.Simulating.Containers;

/// <summary>How well a simulated run is isolated from the machine.</summary>
enum Isolation
{
    /// <summary>/mnt/workspace exists, and nothing outside it changes.</summary>
    Full,

    /// <summary>/mnt/workspace exists, and some mounts of the machine are writable.</summary>
    Partial,

    /// <summary>Namespaces are not available: paths are rewritten.</summary>
    None,
}
