using Spaceforge.Manifests;
using Spaceforge.Validation;
using YamlDotNet.RepresentationModel;

namespace Spaceforge.Cli.Manifests;

/// <summary>A parsed manifest, with everything that is wrong with its structure.</summary>
/// <param name="File">The file name as the user gave it.</param>
/// <param name="Text">The file's text.</param>
/// <param name="Manifest">Its contents, with placeholders for missing values.</param>
/// <param name="Tree">The YAML tree; null if the file is not valid YAML.</param>
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
