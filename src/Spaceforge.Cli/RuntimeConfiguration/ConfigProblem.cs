using System.Globalization;
using Spaceforge.Cli.Manifests;

namespace Spaceforge.Cli.RuntimeConfiguration;

/// <summary>A mistake in a runtime configuration.</summary>
/// <param name="File">The file's path, as shown.</param>
/// <param name="IsError">Whether no run can use it.</param>
sealed record ConfigProblem(string File, Place Place, bool IsError, string Message)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}:{Place.Line}:{Place.Column}: {(IsError ? "error" : "warning")}: {Message}");
}
