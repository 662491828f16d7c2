using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Spaceforge.Files;
using Spaceforge.Logging;
using Spaceforge.Secrets;

namespace Spaceforge.PolicyInputs;

/// <summary>Writes what plan policies read as <c>input.third_party_metadata.custom.NAME</c>.</summary>
sealed class PolicyInputFiles(
    RunInfo run, string workingDirectory, PluginLogger log, SecretMasker secrets, PolicyInputPreview preview)
{
    const int LargestConfiguration = 1_000_000;
    const int MostFolders = 1_000;

    public void Add(string name, JsonNode data)
    {
        if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
        {
            throw new ArgumentException($"'{name}' cannot be a policy input: use letters, digits, '_' and '-', for instance my_scan.",
                nameof(name));
        }

        if (secrets.Contains(name))
        {
            throw new ArgumentException(
                "The policy input's name holds a secret, and everybody who sees the run could read it.", nameof(name));
        }
        if (data is not JsonObject)
        {
            throw new ArgumentException($"The policy input '{name}' must be a JSON object; wrap it in one.", nameof(data));
        }

        var masked = (JsonObject)MaskedJson.Of(data, secrets.Apply);
        if (run.IsLocal)
        {
            log.Write(LogLevel.Information, $"A local run: the policy input '{name}' is printed, not written.");
            preview(name, masked);
            return;
        }

        try
        {
            using var root = ForeignFolder.Open(workingDirectory);
            foreach (var folder in Folders(root)) Write(root, folder, $"{name}.custom.spacelift.json", masked.ToJsonString());
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }

    /// <summary>
    /// The run's project root, where the hook runs. In a module's test the platform reads it from the folder of the test case,
    /// without telling which: the file goes into each that the module's configuration names.
    /// </summary>
    IEnumerable<string> Folders(ForeignFolder root)
    {
        if (run.Type != RunType.Testing || run.ProjectRoot is not null || Configuration(root) is not { } configuration) return [""];

        return
        [
            "",
            .. configuration.Split('\n').Select(ProjectRoot).OfType<string>()
                .Select(folder => Path.GetRelativePath(workingDirectory, Path.GetFullPath(folder, workingDirectory)))
                .Where(folder => folder is not ("." or "..") && !folder.StartsWith("../", StringComparison.Ordinal)
                    && Directory.Exists(Path.Combine(workingDirectory, folder)))
                .Distinct().Take(MostFolders),
        ];
    }

    static string? Configuration(ForeignFolder root)
    {
        try
        {
            return root.ReadText(".spacelift/config.yml", LargestConfiguration);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    static void Write(ForeignFolder root, string folder, string file, string text)
    {
        using var target = root.OpenFolder(folder);
        target.WriteText(file, text);
    }

    /// <summary>The value of a line <c>project_root: VALUE</c>.</summary>
    static string? ProjectRoot(string line)
    {
        const string key = "project_root:";
        var entry = line.AsSpan().TrimStart(" \t-");
        if (!entry.StartsWith(key, StringComparison.Ordinal)) return null;

        var value = entry[key.Length..];
        value = (value.IndexOf('#') is >= 0 and var comment ? value[..comment] : value).Trim();
        value = value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1] : value;
        return value.IsEmpty || value.Contains('\0') ? null : value.ToString();
    }
}
