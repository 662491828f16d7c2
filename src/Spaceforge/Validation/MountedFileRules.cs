using System.Text;
using Spaceforge.Definitions;
using Spaceforge.Model;

namespace Spaceforge.Validation;

static class MountedFileRules
{
    /// <summary>The platform's limit in bytes.</summary>
    public const int LargestFile = 2_000_000;

    public static void Check(PluginDefinition definition, Findings findings) =>
        CheckAll(definition.Contexts, WorkerPaths.WorkingDirectory(definition.Name) + "/", findings);

    /// <param name="contexts">The contexts.</param>
    /// <param name="own">The folder that contains the plugin itself; null if the plugin's own files are among the contexts' files.</param>
    /// <param name="findings">Receives the findings.</param>
    public static void CheckAll(IReadOnlyList<Context> contexts, string? own, Findings findings)
    {
        for (var i = 0; i < contexts.Count; i++)
        {
            var context = contexts[i];
            var paths = new HashSet<string>(StringComparer.Ordinal);
            for (var j = 0; j < context.MountedFiles.Count; j++)
            {
                var file = context.MountedFiles[j];
                var place = $"contexts[{i}].mounted_files[{j}]";
                var path = WorkerPaths.Resolve(file.Path);
                if (path is null)
                {
                    findings.Add(Rules.MountedPath, place, file.Path, RuleTexts.MountedPath);
                }
                else if (!paths.Add(path))
                {
                    findings.Add(Rules.MountedPathTwice, place, file.Path, "The context already mounts this file; remove one of them.");
                }
                else if (own is not null && path.StartsWith(own, StringComparison.Ordinal))
                {
                    findings.Add(Rules.MountedPathTaken, place, file.Path, $"{own} contains the plugin itself; choose another folder.");
                }

                var size = Encoding.UTF8.GetByteCount(file.Content);
                if (size > LargestFile)
                {
                    findings.Add(Rules.MountedFileSize, place, file.Path,
                        $"The file has {size} bytes, but the platform accepts at most {LargestFile}; download it in a hook instead.");
                }
            }
        }
    }
}
