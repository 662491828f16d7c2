using Spaceforge.Cli.Scaffolding.Code;
using Spaceforge.Definitions;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Scaffolding;

/// <summary>The name of a new plugin: used as is for its folder and manifest, and as an identifier for its class.</summary>
sealed record ProjectName
{
    ProjectName(string text) => Text = text;

    public string Text { get; }

    public string ClassName => Identifier.PluginClass(Text);

    /// <summary>The plugin's folder on a worker.</summary>
    public string WorkerFolder => WorkerPaths.FolderName(Text);

    /// <exception cref="UsageException">The name is not valid for a plugin or a folder.</exception>
    public static ProjectName Parse(string text)
    {
        if (!MetadataRules.IsName(text)) throw new UsageException($"'{text}' cannot be the name of a plugin. {MetadataRules.NamesThatDo}");

        return text[^1] is ' ' or '.'
            ? throw new UsageException($"'{text}' is not a valid folder name on every system: remove the space or period from its end.")
            : new ProjectName(text);
    }
}
