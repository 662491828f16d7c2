using Spaceforge.Cli.Manifests;
using Spaceforge.Definitions;
using Spaceforge.Launching;
using Spaceforge.Manifests;

namespace Spaceforge.Cli.Diffing;

/// <summary>How a manifest carries the plugin's code, and what of it is not a file of the author's.</summary>
/// <param name="Name">The form: <c>source</c>, <c>portable</c>, <c>native</c>, <c>embedded</c>, or <c>scripts</c> for other tools'.</param>
/// <param name="Content">The launcher's scripts, and what they start.</param>
sealed record CodeForm(string Name, string Content)
{
    public static CodeForm Of(PluginManifest manifest)
    {
        var directory = WorkerPaths.WorkingDirectory(manifest.Name) + "/";
        var forms = new SortedSet<string>(StringComparer.Ordinal);
        var content = new List<string>();
        foreach (var command in manifest.Contexts.SelectMany(context => context.Hooks).SelectMany(phase => phase.Commands))
        {
            if (ShellWord.Split(command) is not ["sh", var script, _, var form, .. var rest] || script != $"{directory}launch.sh") continue;

            forms.Add(form);
            content.Add(string.Join(' ', rest));
        }

        content.AddRange(manifest.Contexts.SelectMany(context => context.MountedFiles)
            .Where(file => WorkerPaths.Resolve(file.Path)?.StartsWith(directory, StringComparison.Ordinal) == true)
            .Where(file => !CarriedPayload.IsPart(file.Path))
            .Select(file => $"{file.Path}\n{file.Content}"));
        return new(forms.Count > 0 ? string.Join(" and ", forms) : "scripts", string.Join('\n', content.Distinct(StringComparer.Ordinal)));
    }
}
