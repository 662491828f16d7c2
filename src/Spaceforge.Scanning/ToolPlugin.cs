using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Spaceforge.Scanning;

/// <summary>Base class for plugins that run a tool and read its JSON: whatever is not a complete result fails the hook.</summary>
public abstract class ToolPlugin : SpaceforgePlugin
{
    const int ShownErrors = 50;
    const int LongestLine = 1000;

    /// <summary>The tool's name in the report's heading. Default: the plugin's name.</summary>
    protected virtual string Title => Name;

    /// <summary>
    /// Returns the part of a standard error line that may be shown, or null for nothing. Default: the whole line, with the run's
    /// secrets masked. Override it for a scanner that looks for secrets.
    /// </summary>
    /// <param name="line">The line.</param>
    protected virtual string? Disclose(string line) => line;

    /// <summary>Runs a scanner that prints one JSON document, and parses it.</summary>
    /// <param name="command">The command line.</param>
    /// <exception cref="PluginFailedException">The exit code was unexpected, or the output was empty, incomplete or not
    /// JSON.</exception>
    protected async Task<ScannerJson> RunScannerAsync(ScannerCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var result = await RunAsync(command);
        var json = string.Join('\n', result.Output);
        return string.IsNullOrWhiteSpace(json) ? throw Failed(command, result, "printed nothing") : Read(command, result, json, "");
    }

    /// <summary>Runs a scanner that prints one JSON document per line, and parses them; blank lines are skipped.</summary>
    /// <param name="command">The command line.</param>
    /// <exception cref="PluginFailedException">
    /// The exit code was unexpected, a line is not valid JSON, or the scanner printed nothing and did not report that it finished.
    /// </exception>
    protected async Task<IReadOnlyList<ScannerJson>> RunLineScannerAsync(ScannerCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var result = await RunAsync(command);
        var lines = result.Output.Index().Where(line => !string.IsNullOrWhiteSpace(line.Item))
            .Select(line => Read(command, result, line.Item, $" in line {line.Index + 1}")).ToList();
        if (command.Finished is { } finished && result.Error.Any(line => line.Contains(finished, StringComparison.Ordinal))) return lines;

        if (lines.Count == 0) throw Failed(command, result, "printed nothing and did not report that it finished");
        if (command.Finished is not null)
        {
            Logger.LogWarning("{Program} did not report that it finished: there may be more findings.", command.Program);
        }

        return lines;
    }

    /// <summary>
    /// The path of the run's plan as JSON, for scanners that read a file. A stack of another vendor has none: it is skipped, and the
    /// log says so.
    /// </summary>
    /// <param name="cancellationToken">Cancels the tool that shows the plan.</param>
    /// <returns>The path, absolute or relative to the project folder; null if there is nothing to scan.</returns>
    /// <exception cref="PluginFailedException">There is no plan, and the stack may use Terraform, OpenTofu or Terragrunt.</exception>
    protected async Task<string?> FindPlanAsync(CancellationToken cancellationToken = default)
    {
        var file = await RequirePlanFileAsync(cancellationToken);
        return file is not null && Path.GetDirectoryName(file) == ProjectFolder ? Path.GetFileName(file) : file;
    }

    /// <summary>
    /// Fails the hook if the repository contains settings for the scanner, which a pull request could use to skip checks, fetch
    /// plugins or run code. Use it for scanners that always read such files.
    /// </summary>
    /// <param name="trusted">Whether the installer trusts the repository's settings; if so, nothing is checked.</param>
    /// <param name="parameter">The id of the parameter for that.</param>
    /// <param name="files">The files that the scanner would read, relative to the project folder.</param>
    /// <exception cref="PluginFailedException">One of them exists.</exception>
    protected void RefuseSettings(bool trusted, string parameter, params IReadOnlyList<string> files)
    {
        if (trusted) return;

        // A link, a folder or a FIFO with that name counts too: it is unknown how the scanner treats it.
        if (files.FirstOrDefault(file => Exists(Path.Combine(ProjectFolder, file))) is { } found)
        {
            throw new PluginFailedException(
                $"The repository has {found}, which can skip checks or run code. Remove it, or trust the repository's settings: {parameter} = true.");
        }

        static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;
    }

    async Task<CliResult> RunAsync(ScannerCommand command)
    {
        var options = new CliOptions { PrintOutput = false, ExpectedExitCodes = command.ExitCodes, Environment = command.Environment };
        var result = await RunCliAsync(options, command.Program, command.Arguments);
        if (!command.ExitCodes.Contains(result.ExitCode)) throw Failed(command, result, $"exited with {result.ExitCode}");
        var isIncomplete = command.IsError is { } isError && result.Error.Any(isError);
        return isIncomplete ? throw Failed(command, result, "did not scan everything") : result;
    }

    ScannerJson Read(ScannerCommand command, CliResult result, string json, string place)
    {
        try
        {
            return new ScannerJson(command, result.ExitCode, "$", JsonElement.Parse(json));
        }
        catch (JsonException)
        {
            // The exception's message could quote the scanner's output.
            throw Failed(command, result, $"printed incomplete or invalid JSON{place}");
        }
    }

    /// <summary>Logs the end of the scanner's standard error, and includes the last line in the message.</summary>
    PluginFailedException Failed(ScannerCommand command, CliResult result, string what)
    {
        var lines = result.Error.Where(line => line.Length > 0).TakeLast(ShownErrors).Select(Disclose).OfType<string>()
            .Select(line => ShortText.Of(line, LongestLine)).Where(line => line.Length > 0).ToList();
        foreach (var line in lines) Logger.LogError("{Line}", line);
        return new PluginFailedException($"'{command.Program}' {what}{(lines.Count > 0 ? $": {ShortText.Of(lines[^1], 300)}" : " and gave no reason.")}");
    }
}
