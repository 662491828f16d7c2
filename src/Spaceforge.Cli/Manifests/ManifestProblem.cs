namespace Spaceforge.Cli.Manifests;

/// <summary>Something in a manifest that the platform refuses, or with <see cref="IsError"/> false passes over in silence.</summary>
sealed record ManifestProblem(string File, Place Place, bool IsError, string Message)
{
    public override string ToString() => $"{File}:{Place.Line}:{Place.Column}: {(IsError ? "error" : "warning")}: {Message}";
}
