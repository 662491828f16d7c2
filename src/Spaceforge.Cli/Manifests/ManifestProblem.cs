using Spaceforge.Logging;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Manifests;

/// <summary>A rule that a manifest breaks.</summary>
/// <param name="File">The file name as the user gave it.</param>
/// <param name="Message">What is wrong, and how to fix it.</param>
sealed record ManifestProblem(string File, Place Place, Rule Rule, string Message)
{
    public bool IsError => Rule.IsError;

    /// <summary>One line, even if the file name or the message contains line breaks.</summary>
    public override string ToString() => LogText.OneLine($"{File}:{Place.Line}:{Place.Column}: {Rule.Level} {Rule.Code}: {Message}");
}
