using Spaceforge.Manifests;
using Spaceforge.Validation;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>A manifest that was read, with everything that its shape breaks.</summary>
/// <param name="File">What the user calls the file.</param>
/// <param name="Text">The file's text.</param>
/// <param name="Manifest">What it says, with stand-ins for what is missing.</param>
/// <param name="Tree">The file as YAML; null where it is none.</param>
/// <param name="Places">Where each parameter, context, variable, file, phase, webhook and policy of it begins.</param>
/// <param name="Problems">What is wrong with it.</param>
sealed record ManifestFile(
    string File,
    string Text,
    PluginManifest Manifest,
    YamlNode? Tree,
    IReadOnlyDictionary<object, Place> Places,
    IReadOnlyList<ManifestProblem> Problems)
{
    public bool IsGood => !Problems.Any(problem => problem.IsError);

    public ManifestProblem Problem(object part, Rule rule, string message) =>
        new(File, Places.TryGetValue(part, out var place) ? place : new Place(1, 1), rule, message);
}
