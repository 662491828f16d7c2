using Spaceforge.Validation;

namespace Spaceforge.Cli.Manifests;

/// <summary>A rule that a manifest breaks.</summary>
/// <param name="File">What the user calls the file.</param>
/// <param name="Message">What is wrong, and what would do.</param>
sealed record ManifestProblem(string File, Place Place, Rule Rule, string Message)
{
    public bool IsError => Rule.IsError;

    public override string ToString() => $"{File}:{Place.Line}:{Place.Column}: {Rule.Level} {Rule.Code}: {Message}";
}
