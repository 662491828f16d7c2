using Spaceforge.Shared.Policies;

namespace Spaceforge.Cli.Manifests;

/// <summary>Finds the policies of a manifest in the C# that it was generated from.</summary>
/// <param name="files">The plugin's C#, with the paths to show.</param>
sealed class CodeBodies(IReadOnlyList<(string Path, string Text)> files)
{
    readonly Lazy<IReadOnlyList<(string Path, string Code, CodeString String)>> _strings = new(() =>
        [.. files.SelectMany(file => CodeStrings.Of(file.Text).Select(found => (file.Path, file.Text, found)))]);

    public IReadOnlyList<string> Texts { get; } = [.. files.Select(file => file.Text)];

    /// <summary>Where a policy's body is; null if no string of the source has it whole.</summary>
    public CodeBody? Find(Spaceforge.Manifests.PluginManifest manifest, int policy)
    {
        var body = Plain(manifest.Policies[policy].Body);
        // Policies with the same text are in the source in the same order.
        var before = manifest.Policies.Take(policy).Count(other => Plain(other.Body) == body);
        var found = _strings.Value.Where(entry => Plain(entry.String.Text) == body).ToArray();
        return found.Length == 0 ? null : found[Math.Min(before, found.Length - 1)] is var (path, code, text)
            ? new CodeBody(path, (line, column) =>
            {
                var index = BodyIndex.Of(text.Text, line, column);
                var at = index < text.Places.Count ? text.Places[index] : text.Places.Count > 0 ? text.Places[^1] + 1 : 0;
                return BodyIndex.PlaceOf(code, at) is var place ? new Place(place.Line, place.Column) : default;
            }) : null;
    }

    static string Plain(string body) => body.Replace("\r", "", StringComparison.Ordinal).TrimEnd();
}

/// <summary>A policy in C#.</summary>
/// <param name="File">The path to show.</param>
/// <param name="Of">The place of a line and column of the policy.</param>
sealed record CodeBody(string File, Func<int, int, Place> Of);
