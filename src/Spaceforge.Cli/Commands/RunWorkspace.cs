using Spaceforge.Cli.IO;
using Spaceforge.Cli.Processes;
using Spaceforge.Cli.Simulating;

namespace Spaceforge.Cli.Commands;

/// <summary>A folder for one hook, with a copy of a stack's files, a plan and a state. It is deleted afterwards.</summary>
sealed class RunWorkspace : IDisposable
{
    const string StateJson = "spacelift.state.before.json";

    readonly WorkFolder _folder = WorkFolder.Create();

    RunWorkspace()
    {
    }

    public string Path => _folder.Path;

    /// <param name="source">The stack's files; null for none.</param>
    /// <param name="plan">The plan as JSON; null for the one among the files.</param>
    /// <param name="state">The state before the run as JSON; null for the one among the files.</param>
    /// <exception cref="UsageException">One of them cannot be copied.</exception>
    public static async Task<RunWorkspace> CreateAsync(string? source, string? plan, string? state, CancellationToken cancellationToken)
    {
        var workspace = new RunWorkspace();
        try
        {
            if (source is not null)
            {
                // Keeps links and modes.
                var (exitCode, output, error) = await CapturedProcess.RunAsync(
                    "cp", ["-pPR", $"{source}/.", workspace.Path], withError: true, folder: null, cancellationToken);
                if (exitCode != 0) throw new UsageException($"The folder '{source}' cannot be copied: {(output + error).Trim()}");
            }

            workspace.Add(OwnCommand.PlanJson, plan, "--plan-json");
            workspace.Add(StateJson, state, "--state-json");
            return workspace;
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Dispose();

    void Add(string name, string? file, string option)
    {
        if (file is null) return;

        using var folder = _folder.Open();
        UserFile.Copy(file, option, folder, name);
    }
}
