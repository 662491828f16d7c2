using Spaceforge.Cli.Processes;

namespace Spaceforge.Cli.Building;

/// <summary>A plugin's program, ready to be started.</summary>
sealed record BuiltPlugin(DotnetHost Dotnet, string Assembly)
{
    /// <summary>Runs a command of the plugin and collects its result; its messages go where the tool's go.</summary>
    public Task<(int ExitCode, string Output)> CaptureAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        CapturedProcess.RunAsync(Dotnet.Path, ["exec", Assembly, .. arguments], withError: false, folder: null, cancellationToken);

    /// <summary>Lets a command of the plugin go on in the tool's place.</summary>
    public Task<int> HandOverAsync(IReadOnlyList<string> arguments) => Handover.RunAsync(Dotnet.Path, ["exec", Assembly, .. arguments]);
}
