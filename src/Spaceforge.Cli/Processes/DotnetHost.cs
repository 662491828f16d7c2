using Spaceforge.Commands;

namespace Spaceforge.Cli.Processes;

/// <summary>The <c>dotnet</c> that builds and starts plugins, and the location of its SDK.</summary>
sealed record DotnetHost(string Path)
{
    /// <summary>The folder that holds <c>sdk/</c> and <c>shared/</c>.</summary>
    public string Root => System.IO.Path.GetDirectoryName(File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path)!;

    public static DotnetHost Find()
    {
        // The SDK sets it for child processes, so that they use the same dotnet.
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } given && File.Exists(given))
        {
            return new DotnetHost(given);
        }

        return SearchPath.Find("dotnet") is { } found
            ? new DotnetHost(found)
            : throw new UsageException("'dotnet' was not found on the PATH. Building plugins needs the .NET 10 SDK.");
    }
}
