namespace Spaceforge.Rego;

/// <summary>Where something is written.</summary>
/// <param name="File">The name under which the text was given.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in characters, from 1.</param>
public readonly record struct RegoPlace(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
