using System.Text;
using Microsoft.Extensions.Logging;
using Spaceforge.Commands;
using Spaceforge.Files;
using Spaceforge.Logging;

namespace Spaceforge.Plans;

/// <summary>
/// Runs Terraform or OpenTofu to show a plan file. The output is cached in the workspace under the plan's checksum, so that only the
/// first hook of a phase waits for the tool.
/// </summary>
sealed class PlanShow(RunInfo run, CommandRunner commands, PluginLogger log)
{
    const string Kept = "plugins/.spaceforge/plans";
    const int LargestPlan = 1_000_000_000;
    const int LargestJson = 2_000_000_000;
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Terraform takes about ten seconds for a plan of a hundred megabytes; a tool that takes longer than this hangs.
    static readonly TimeSpan LongestShow = TimeSpan.FromMinutes(10);

    /// <param name="place">The folder of the plan file, where the tool was initialized.</param>
    /// <param name="cancellationToken">Cancels the tool.</param>
    /// <exception cref="PluginFailedException">The tool does not exist, or it cannot read the plan.</exception>
    public async Task<JsonFile> RunAsync(string place, CancellationToken cancellationToken)
    {
        var path = Path.Combine(place, PlanFiles.Binary);
        var name = $"{Sum(place)}.json";
        if (ReadKept(name) is { } kept) return new JsonFile(path, "plan", kept, 0);

        string[] tools = [.. ((string[])["terraform", "tofu"]).Where(commands.Exists)];
        if (tools is [])
        {
            throw new PluginFailedException(
                $"{PlanFiles.Json} does not exist, and {path} can only be read by terraform or tofu, which are not on the PATH.");
        }

        var failures = new List<string>();
        foreach (var tool in tools)
        {
            using var shown = new MemoryStream();
            log.Write(LogLevel.Debug, $"{PlanFiles.Json} does not exist: '{tool} show -json {PlanFiles.Binary}' is run to get the plan.");
            var result = await commands.RunAsync(
                new CliOptions
                {
                    PrintOutput = false,
                    OutputTo = shown,
                    MostOutput = LargestJson,
                    WorkingDirectory = place,
                    TimeLimit = LongestShow,
                    CancellationToken = cancellationToken,
                    // The caller decides whether this is a failure.
                    ExpectedExitCodes = [.. Enumerable.Range(0, 256)],
                },
                tool, ["show", "-no-color", "-json", PlanFiles.Binary]);
            if (result.ExitCode == 0)
            {
                // A test's answer consists of lines.
                shown.Write(Encoding.UTF8.GetBytes(string.Join('\n', result.Output)));
                var json = shown.GetBuffer().AsMemory(0, (int)shown.Length);
                Keep(name, json);
                return new JsonFile(path, "plan", json, 0);
            }

            var reasons = result.Error.Where(line => line.Trim() != "").Take(5);
            failures.Add($"'{tool} show' exited with {result.ExitCode}: {string.Join(' ', reasons)}");
        }

        throw new PluginFailedException($"{path} cannot be read. {string.Join(' ', failures)}");
    }

    static string Sum(string place)
    {
        try
        {
            using var folder = ForeignFolder.Open(place);
            return ContentSum.Of(folder.Read(PlanFiles.Binary, LargestPlan));
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }

    byte[]? ReadKept(string name)
    {
        if (run.IsLocal || run.WorkspaceRoot is not { } workspace) return null;

        try
        {
            using var root = ForeignFolder.Open(workspace);
            return root.ReadIfThere($"{Kept}/{name}", LargestJson);
        }
        catch (IOException)
        {
            return null;
        }
    }

    void Keep(string name, ReadOnlyMemory<byte> json)
    {
        if (run.IsLocal || run.WorkspaceRoot is not { } workspace) return;

        try
        {
            using var root = ForeignFolder.Open(workspace);
            using var folder = root.CreateFolder(Kept);
            // The plan contains secrets.
            folder.WriteMemory(name, json, OwnerOnly, isExact: true);
        }
        catch (IOException e)
        {
            log.Write(LogLevel.Debug, $"The plan cannot be cached for the next hook: {e.Message}");
        }
    }
}
