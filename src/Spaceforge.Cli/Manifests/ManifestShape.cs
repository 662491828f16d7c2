namespace Spaceforge.Cli.Manifests;

/// <summary>
/// The structure that a value in a manifest must have. The editor schema and the file check both derive from it.
/// </summary>
abstract record ManifestShape
{
    /// <param name="NotEmpty">Whether the string must not be empty; the property's own rule reports it.</param>
    public sealed record Text(bool NotEmpty = false) : ManifestShape;

    /// <summary>One of these strings.</summary>
    /// <param name="RuleSaysSo">Whether the property has its own rule that reports other values.</param>
    public sealed record Choice(IReadOnlyList<string> Texts, bool RuleSaysSo = true) : ManifestShape;

    public sealed record Flag : ManifestShape;

    /// <summary>A string, a number or a boolean.</summary>
    public sealed record Scalar : ManifestShape;

    public sealed record Items(ManifestShape Item) : ManifestShape;

    /// <summary>A mapping with known keys; another rule reports unknown keys.</summary>
    public sealed record Keyed(string Name, IReadOnlyList<string> Keys, ManifestShape Value) : ManifestShape;

    /// <param name="Name">Its definition's name in the schema; null for the manifest itself.</param>
    /// <param name="Title">Its name in messages, for example <c>A parameter</c>.</param>
    /// <param name="Properties">Its properties, in the order in which manifests are written.</param>
    /// <param name="ExactlyOne">It must have exactly one of these; the property's own rule reports it.</param>
    public sealed record Parts(string? Name, string Title, IReadOnlyList<Property> Properties, params string[] ExactlyOne) : ManifestShape;

    public sealed record Property(string Key, ManifestShape Shape, bool Required = false);
}
