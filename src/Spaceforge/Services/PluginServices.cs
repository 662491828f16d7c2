using Spaceforge.Api;
using Spaceforge.Commands;
using Spaceforge.Files;
using Spaceforge.Logging;
using Spaceforge.Outputs;
using Spaceforge.PolicyInputs;
using Spaceforge.Secrets;

namespace Spaceforge.Services;

/// <summary>What hooks use, handed to the plugin by its host, so that a test can hand it something else.</summary>
sealed class PluginServices
{
    public required EnvironmentVariables Env { get; init; }

    public required RunInfo Run { get; init; }

    public required PluginLogger Log { get; init; }

    public required SecretMasker Secrets { get; init; }

    public required ProjectFiles Files { get; init; }

    public required CommandRunner Commands { get; init; }

    public required SpaceliftApi Api { get; init; }

    public required PluginOutputs Outputs { get; init; }

    public required PolicyInputFiles PolicyInputs { get; init; }
}
