using System.Text.Json;
using Spaceforge.Cli.Json;
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
            return PlanInput.Parse(NamedFile.Read(path, Largest), mode);
        }
        catch (FormatException e)
        {
            throw new UsageException($"--plan-json: '{path}' {e.Message}");
        }
        catch (JsonException e)
        {
            throw new UsageException($"--plan-json: '{path}' is not valid JSON: {JsonMistake.Of(e)}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"--plan-json: '{path}' does not exist.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--plan-json: {e.Message}");
        }
    }
}
