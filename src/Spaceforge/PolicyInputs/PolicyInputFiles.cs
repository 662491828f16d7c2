using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Spaceforge.Files;
using Spaceforge.Logging;
using Spaceforge.Runs;
using Spaceforge.Secrets;

namespace Spaceforge.PolicyInputs;

/// <summary>Writes policy input, which plan policies read as <c>input.third_party_metadata.custom.NAME</c>.</summary>
sealed partial class PolicyInputFiles(
    RunInfo run, string workingDirectory, PluginLogger log, SecretMasker secrets, PolicyInputPreview preview)
{
    public void Add(string name, JsonNode data)
    {
        if (!Name().IsMatch(name))
        {
            throw new ArgumentException($"'{name}' is not a valid policy input name: use letters, digits, '_' and '-', for example my_scan.",
                nameof(name));
        }

        if (secrets.Contains(name))
        {
            throw new ArgumentException(
                "The policy input's name contains a secret, which everyone who can see the run could read.", nameof(name));
        }
        if (data is not JsonObject)
        {
            throw new ArgumentException($"The policy input '{name}' must be a JSON object; wrap it in one.", nameof(data));
        }

        var masked = (JsonObject)MaskedJson.Of(data, secrets.Apply);
        if (run.IsLocal)
        {
            log.Write(LogLevel.Information, $"This is a local run: the policy input '{name}' is printed, not written.");
            preview(name, masked);
            return;
        }

        try
        {
            using var root = ForeignFolder.Open(workingDirectory);
            foreach (var folder in (string[])["", .. TestCaseFolders.Of(run, root)])
                Write(root, folder, $"{name}.custom.spacelift.json", masked.ToJsonString());
        }
        catch (IOException e)
        {
            throw new PluginFailedException(e.Message, e);
        }
    }

    static void Write(ForeignFolder root, string folder, string file, string text)
    {
        using var target = root.OpenFolder(folder);
        target.WriteText(file, text);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\z")]
    private static partial Regex Name();
}
