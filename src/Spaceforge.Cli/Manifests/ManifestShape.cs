namespace Spaceforge.Cli.Manifests;

/// <summary>
/// What a value of a manifest must look like. The schema for editors and the check of a file are made from the same shapes.
/// </summary>
abstract record ManifestShape
{
    /// <param name="NotEmpty">Whether the text has at least one character; the rule of the property says so in its own words.</param>
    public sealed record Text(bool NotEmpty = false) : ManifestShape;

    /// <summary>One of these texts.</summary>
    /// <param name="RuleSaysSo">Whether the property has a rule of its own, so that the shape leaves other texts to that.</param>
    public sealed record Choice(IReadOnlyList<string> Texts, bool RuleSaysSo = true) : ManifestShape;

    public sealed record Flag : ManifestShape;

    /// <summary>A text, a number or a boolean.</summary>
    public sealed record Scalar : ManifestShape;

    public sealed record Items(ManifestShape Item) : ManifestShape;

    /// <summary>Values by keys that are known; other keys are another rule's.</summary>
    public sealed record Keyed(string Name, IReadOnlyList<string> Keys, ManifestShape Value) : ManifestShape;

    /// <param name="Name">Its name in the schema; null for the manifest itself.</param>
    /// <param name="Title">What it is called in messages, for instance <c>A parameter</c>.</param>
    /// <param name="Properties">All that it can have, in the order in which manifests are written.</param>
    /// <param name="ExactlyOne">Of these it has one; the rule of the property says so in its own words.</param>
    public sealed record Parts(string? Name, string Title, IReadOnlyList<Property> Properties, params string[] ExactlyOne) : ManifestShape;

    public sealed record Property(string Key, ManifestShape Shape, bool Required = false);
}
