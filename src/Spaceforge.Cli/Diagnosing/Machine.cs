using Spaceforge.Cli.Processes;
using Spaceforge.Commands;

namespace Spaceforge.Cli.Diagnosing;

/// <summary>The machine that is looked at.</summary>
sealed record Machine
{
    /// <summary>How long a program or a server may take.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Finds a program on the PATH.</summary>
    public Func<string, string?> Find { get; init; } = program => SearchPath.Find(program);

    public EnvironmentVariables Environment { get; init; } = new();

    /// <summary>Whether requests may be sent.</summary>
    public bool IsOnline { get; init; }

    /// <summary>What a program says on standard output; null if it cannot be started, fails or takes too long.</summary>
    public async Task<string?> AskAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        if (Find(program) is not { } path) return null;

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(Patience);
        try
        {
            var (exitCode, output, _) = await CapturedProcess.RunAsync(
                path, arguments, withError: true, folder: null, stop.Token,
                // Otherwise Terraform would ask a server for its newest version, and .NET would greet its first user.
                new Dictionary<string, string?>
                {
                    ["CHECKPOINT_DISABLE"] = "1",
                    ["DOTNET_NOLOGO"] = "1",
                    ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                });
            return exitCode == 0 ? output : null;
        }
        catch (Exception e) when (e is OperationCanceledException or System.ComponentModel.Win32Exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
