using System.Text;
using System.Text.RegularExpressions;
using Spaceforge.Cli.Scaffolding.Code;
using Spaceforge.Cli.Scaffolding.Recovery;
using Spaceforge.Hooks;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Scaffolding;

/// <summary>The files of a plugin that generates a given manifest.</summary>
static partial class RecoveredProject
{
    const string Folder = "reference";

    /// <exception cref="UsageException">The plugin's code would be too large for a manifest.</exception>
    public static IReadOnlyList<ProjectFile> Files(ProjectName name, RecoveredPlugin recovered, bool minimal)
    {
        // What made the manifest makes it again, byte for byte.
        if (recovered.ManifestOfSource is { } manifest)
            return [.. recovered.Code.Select(file => new ProjectFile(file.Key, file.Value)), new ProjectFile("plugin.yaml", manifest)];

        var plugin = new ProjectFile(
            Template.PluginFile,
            PluginCode.Write(recovered.Definition, Template.Version, hook => ToDo(hook, recovered.CodeFile), recovered.Packages));
        if (Encoding.UTF8.GetByteCount(plugin.Text) > MountedFileRules.LargestFile)
        {
            throw new UsageException($"The plugin's code is over {MountedFileRules.LargestFile} bytes, which no manifest can hold; remove its largest files from the manifest.");
        }

        var test = new ProjectFile(Template.Fill(Template.TestFile, name, name.Text), TestCode.Write(recovered.Definition));
        return
        [
            .. minimal ? [] : Template.Files(name, recovered.Definition.Name)
                .Where(file => file.Path != plugin.Path && file.Path != test.Path
                    // They are of the template's own plugin.
                    && !file.Path.StartsWith(Template.Scenarios, StringComparison.Ordinal)).Append(test),
            plugin,
            ScaffoldedManifest.Of(recovered.Definition, plugin),
            .. recovered.Code.Select(file => new ProjectFile($"{Folder}/{file.Key}", file.Value)),
        ];
    }

    static string ToDo(Hook hook, string? codeFile) => codeFile is null
        ? $"what {HookNames.NameOf(hook)} did; the manifest did not contain its code."
        : $"what {HookNames.NameOf(hook)} does in {Folder}/{(PlainPath().IsMatch(codeFile) ? codeFile : "")}";

    // Only names that cannot end the comment.
    [GeneratedRegex(@"\A[A-Za-z0-9._/ -]+\z")]
    private static partial Regex PlainPath();
}
