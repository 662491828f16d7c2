using System.Text;
using Spaceforge.Cli.Processes;
using Spaceforge.Cli.Simulating.Containers;

namespace Spaceforge.Cli.Simulating;

/// <summary>Finds the step that a shell cannot parse.</summary>
static class UnreadableStep
{
    static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    /// <returns>The first command that the shell rejects and its error, or null.</returns>
    public static async Task<string?> FindAsync(RunFolders folders, IReadOnlyList<Step> steps, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(MostTime);
        var name = $"{RunFolders.Scripts}/{LogStream.NewNonce()}";
        try
        {
            foreach (var step in steps)
            {
                // Use a file, since an argument may be too long.
                folders.Root.Write(name, Encoding.UTF8.GetBytes($"{{ {step.Command}\n}}"));
                var (exitCode, output, error) = await CapturedProcess.RunAsync(
                    "sh", ["-n", Path.Combine(folders.Scratch, name)], withError: true, folder: null, time.Token);
                if (exitCode != 0)
                {
                    return $"{PhaseVerdict.Name(step)}: {(output + error).Trim().Replace(Path.Combine(folders.Scratch, name), "sh", StringComparison.Ordinal)}";
                }
            }

            return null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            folders.Root.Delete(name);
        }
    }
}
