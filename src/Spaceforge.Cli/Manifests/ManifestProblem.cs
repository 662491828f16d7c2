using Spaceforge.Logging;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Manifests;

/// <summary>A rule that a manifest breaks.</summary>
/// <param name="File">What the user calls the file.</param>
/// <param name="Message">What is wrong, and what would do.</param>
sealed record ManifestProblem(string File, Place Place, Rule Rule, string Message)
{
    public bool IsError => Rule.IsError;

    /// <summary>One line, whatever a file is called and whatever the manifest says.</summary>
    public override string ToString() => LogText.OneLine($"{File}:{Place.Line}:{Place.Column}: {Rule.Level} {Rule.Code}: {Message}");
}
