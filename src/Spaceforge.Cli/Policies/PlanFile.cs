using System.Text.Json;
using Spaceforge.Files;
using Spaceforge.Shared.PolicyInputs;

namespace Spaceforge.Cli.Policies;

/// <summary>A plan that a command line names.</summary>
static class PlanFile
{
    const int Largest = 512_000_000;

    /// <exception cref="UsageException">It does not exist, is not a plan, or is too large.</exception>
    public static PlanInput Read(string path, Sanitization mode)
    {
        try
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            using var folder = ForeignFolder.Open(Path.GetDirectoryName(target)!);
            return PlanInput.Parse(folder.Read(Path.GetFileName(target), Largest), mode);
        }
        catch (FormatException e)
        {
            throw new UsageException($"--plan-json: '{path}' {e.Message}");
        }
        catch (JsonException e)
        {
            throw new UsageException($"--plan-json: '{path}' is not valid JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--plan-json: {e.Message}");
        }
    }
}
