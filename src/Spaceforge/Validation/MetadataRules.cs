using Spaceforge.Definitions;
using Spaceforge.Model;

namespace Spaceforge.Validation;

static class MetadataRules
{
    public const string NamesThatDo =
        "Use letters A to Z, digits, spaces, '.', '_' and '-', starting with a letter or digit, and not 'plugin_binaries'.";

    public static bool IsName(string text) =>
        PortableWord.Is(text, front: "", marks: " ._-") && WorkerPaths.WorkingDirectory(text) != WorkerPaths.Binaries;

    public static void Check(PluginDefinition definition, Findings findings)
    {
        CheckPresence(definition, findings);
        if (!string.IsNullOrWhiteSpace(definition.Name) && !IsName(definition.Name))
        {
            findings.Add(Rules.PluginName, "name", definition.Name, $"The name determines the plugin's folder on a worker. {NamesThatDo}");
        }
    }

    /// <summary>What every manifest needs. A manifest with its own launcher may use other names.</summary>
    public static void CheckPresence(PluginDefinition definition, Findings findings)
    {
        if (string.IsNullOrWhiteSpace(definition.Name))
        {
            findings.Add(Rules.PluginName, "name", null, "The plugin has no name; set one, for example my-plugin.");
        }

        if (string.IsNullOrWhiteSpace(definition.Version))
        {
            findings.Add(Rules.PluginVersion, "version", null, "The version is empty; set one, for example 1.0.0.");
        }
    }
}
