using Microsoft.Extensions.Logging;

namespace Spaceforge.Services;

/// <summary>What hooks use, handed to the plugin by its host, so that a test can hand it something else.</summary>
sealed class PluginServices
{
    public required EnvironmentVariables Env { get; init; }

    public required PluginLogger Log { get; init; }

    public required CommandRunner Commands { get; init; }

    public required PluginOutputs Outputs { get; init; }

    /// <summary>The project's folder, where the platform puts the plan and the state.</summary>
    public required string WorkingDirectory { get; init; }

    public ILogger Logger => Log;
}
