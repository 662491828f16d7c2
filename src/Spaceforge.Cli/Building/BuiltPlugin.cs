using Spaceforge.Cli.Processes;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Building;

/// <summary>A plugin's program, ready to be started.</summary>
sealed record BuiltPlugin(DotnetHost Dotnet, string Assembly)
{
    /// <summary>Runs a command of the plugin and collects its result; its messages go where the tool's go.</summary>
    public Task<(int ExitCode, string Output)> CaptureAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        CapturedProcess.RunAsync(Dotnet.Path, ["exec", Assembly, .. arguments], withError: false, folder: null, cancellationToken);

    /// <summary>The manifest; anything wrong with the plugin goes to standard error.</summary>
    /// <param name="source">The full path of the C# file or project.</param>
    /// <param name="native">The executables that workers download; null for a worker that builds the source.</param>
    public Task<(int ExitCode, string Output)> GenerateAsync(string source, NativeFiles? native, CancellationToken cancellationToken) => CaptureAsync(
        [
            "generate", "--output", "-", "--source", source,
            .. native is var (sums, urlBase) ? (string[])["--native", Path.GetFullPath(sums), "--url-base", urlBase] : [],
        ],
        cancellationToken);

    /// <summary>The plugin's name and version, as its program tells them.</summary>
    /// <exception cref="UsageException">The program does not tell them; it has said why.</exception>
    public async Task<(string Name, string Version)> IdentityAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output) = await CaptureAsync(["--version"], cancellationToken);
        // NAME VERSION (Spaceforge VERSION): a name may have blanks.
        var words = output.TrimEnd().Split(' ');
        return exitCode == ExitCodes.Done && words.Length >= 4
            ? (string.Join(' ', words[..^3]), words[^3])
            : throw new UsageException("The plugin's program does not tell its name and version.");
    }

    /// <summary>Lets a command of the plugin go on in the tool's place.</summary>
    public Task<int> HandOverAsync(IReadOnlyList<string> arguments) => Handover.RunAsync(Dotnet.Path, ["exec", Assembly, .. arguments]);
}
