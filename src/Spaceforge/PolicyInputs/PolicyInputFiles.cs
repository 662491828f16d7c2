using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Spaceforge.Files;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.PolicyInputs;

/// <summary>Writes what plan policies read as <c>input.third_party_metadata.custom.NAME</c>.</summary>
sealed partial class PolicyInputFiles(RunInfo run, string workingDirectory, PluginLogger log, SecretMasker secrets, PolicyInputPreview preview)
{
    public void Add(string name, JsonNode data)
    {
        if (!Name().IsMatch(name))
        {
            throw new ArgumentException($"'{name}' cannot be a policy input: use letters, digits, '_' and '-', for instance my_scan.", nameof(name));
        }

        if (data is not JsonObject) throw new ArgumentException($"The policy input '{name}' must be a JSON object; wrap it in one.", nameof(data));

        var masked = (JsonObject)MaskedJson.Of(data, secrets.Apply);
        if (run.IsLocal)
        {
            log.Write(LogLevel.Information, $"A local run: the policy input '{name}' is printed, not written.");
            preview(name, masked);
            return;
        }

        foreach (var folder in Folders()) AtomicFile.Write(Path.Combine(folder, $"{name}.custom.spacelift.json"), masked.ToJsonString());
    }

    /// <summary>
    /// The run's project root, where the hook runs. In a module's test the platform reads it from the folder of the test case,
    /// without telling which: the file goes into each that the module's configuration names.
    /// </summary>
    IEnumerable<string> Folders()
    {
        var configuration = Path.Combine(workingDirectory, ".spacelift", "config.yml");
        if (run.Type != RunType.Testing || run.ProjectRoot is not null || !File.Exists(configuration)) return [workingDirectory];

        return
        [
            workingDirectory,
            .. ProjectRoot().Matches(File.ReadAllText(configuration))
                .Select(match => Path.GetFullPath(match.Groups[1].Value, workingDirectory))
                .Where(folder => folder.StartsWith(workingDirectory + Path.DirectorySeparatorChar, StringComparison.Ordinal) && Directory.Exists(folder))
                .Distinct(),
        ];
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\z")]
    private static partial Regex Name();

    [GeneratedRegex("""^[ \t-]*project_root:[ \t]*["']?([^"'#\r\n]*?)["']?[ \t]*(?:#.*)?\r?$""", RegexOptions.Multiline)]
    private static partial Regex ProjectRoot();
}
