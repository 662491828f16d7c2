using System.Globalization;
using Spaceforge.Cli.Terminal;

namespace Spaceforge.Cli.Diagnosing;

/// <summary>.NET, and where it gets packages from.</summary>
static class DotnetChecks
{
    const int Version = 10;
    const string Program = "dotnet";
    const string Runtime = "Microsoft.NETCore.App ";

    public static async Task<MachineCheck> SdkAsync(Machine machine, CancellationToken cancellationToken)
    {
        var check = new MachineCheck(
            ".NET SDK", IsNeeded: true, "building plugins: generate, run, simulate, test, publish",
            $"Install the .NET {Version} SDK: apt-get install dotnet-sdk-{Version}.0, or see dotnet.microsoft.com.");
        return Versions(check, await machine.AskAsync(Program, ["--list-sdks"], cancellationToken), "", "SDK");
    }

    public static async Task<MachineCheck> RuntimeAsync(Machine machine, CancellationToken cancellationToken)
    {
        var check = new MachineCheck(
            ".NET runtime", IsNeeded: true, "running the hooks of a built plugin on this machine",
            $"It comes with the .NET {Version} SDK.");
        return Versions(check, await machine.AskAsync(Program, ["--list-runtimes"], cancellationToken), Runtime, "runtime");
    }

    public static async Task<MachineCheck> FeedAsync(Machine machine, CancellationToken cancellationToken)
    {
        var check = new MachineCheck(
            "NuGet feed", IsNeeded: false, "downloading the packages that plugins reference",
            "Check 'dotnet nuget list source' and the network; behind a proxy, set HTTPS_PROXY.");
        var listed = await machine.AskAsync(Program, ["nuget", "list", "source", "--format", "short"], cancellationToken);
        // E means enabled; folders need no network.
        Uri[] sources = [.. (listed ?? "").Split('\n').Select(line => line.Trim().Split(' ', 2))
            .Where(words => words is ["E" or "EM", _])
            .Select(words => Uri.TryCreate(words[1], UriKind.Absolute, out var address) && !address.IsFile ? address : null)
            .OfType<Uri>()];
        if (listed is null) return check.Missing("dotnet cannot list its package sources");
        if (sources.Length == 0) return check.Ok("no feed on the network is enabled");

        var hosts = string.Join(", ", sources.Select(source => source.Host).Distinct());
        if (!machine.IsOnline) return check.Ok($"{hosts} (not asked; --online does)");

        using var asking = Streams.Progress.Show("Asking the NuGet feeds");
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };
        foreach (var source in sources)
        {
            try
            {
                // Any answer will do: a feed may ask for credentials, which dotnet has.
                using var answer = await client.GetAsync(
                    new Uri(source.GetComponents(UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped)),
                    HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if ((int)answer.StatusCode >= 500) return check.Broken($"{source.Host} answers {(int)answer.StatusCode}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return check.Broken($"{source.Host} cannot be reached");
            }
        }

        return check.Ok($"{hosts} can be reached");
    }

    /// <summary>Lines are <c>PREFIX VERSION [FOLDER]</c>.</summary>
    static MachineCheck Versions(MachineCheck check, string? listed, string prefix, string what)
    {
        if (listed is null) return check.Missing($"'{Program}' is not on the PATH, or does not start");

        var versions = listed.Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
            .Select(line => line[prefix.Length..].Split(' ')[0])
            .Where(version => version.Length > 0).ToArray();
        var newest = versions.LastOrDefault(version =>
            int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major >= Version);
        return newest is not null ? check.Ok(newest)
            : check.Missing(versions.Length == 0 ? $"there is no {what}" : $"there is only {string.Join(", ", versions)}");
    }
}
