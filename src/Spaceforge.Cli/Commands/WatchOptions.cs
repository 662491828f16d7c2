using Spaceforge.Cli.Building;
using Spaceforge.Cli.Simulating;

namespace Spaceforge.Cli.Commands;

/// <summary>What <c>spaceforge watch</c> does at each save.</summary>
/// <param name="Folder">The folder that shown paths are relative to.</param>
/// <param name="Form">The form of the manifest.</param>
sealed record WatchOptions(string Folder, FormChoice Form)
{
    /// <summary>Whether to run the project in the folder 'tests'.</summary>
    public bool Tests { get; init; } = true;

    /// <summary>Whether the rounds are served as a page.</summary>
    public bool Serves { get; init; }

    /// <summary>The simulation to run; null for none.</summary>
    public SimulationOptions? Simulation { get; init; }
}
