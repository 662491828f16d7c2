using Spaceforge.Manifests;

namespace Spaceforge.Cli.Manifests;

/// <summary>A manifest that was read, with the places of its parts.</summary>
/// <param name="File">What the user calls the file.</param>
/// <param name="Manifest">What it says.</param>
/// <param name="Places">Where each parameter, context, variable, file, phase, webhook and policy of it begins.</param>
/// <param name="Problems">What is wrong with it.</param>
sealed record ManifestFile(
    string File, PluginManifest Manifest, IReadOnlyDictionary<object, Place> Places, IReadOnlyList<ManifestProblem> Problems)
{
    public bool IsGood => !Problems.Any(problem => problem.IsError);

    public ManifestProblem Problem(object part, bool isError, string message) =>
        new(File, Places.TryGetValue(part, out var place) ? place : new Place(1, 1), isError, message);
}
