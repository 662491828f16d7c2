namespace Spaceforge.Rego;

/// <summary>Where something is written.</summary>
/// <param name="File">The name under which the text was given.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in characters, from 1.</param>
public readonly record struct RegoPlace(string File, int Line, int Column)
{
    /// <summary>The name under which the text was given. Empty for the default value.</summary>
    public string File { get => field ?? ""; init; } = File;

    /// <summary>Whether both are the same place of a file of the same name.</summary>
    public bool Equals(RegoPlace other) => (Line, Column) == (other.Line, other.Column) && File == other.File;

    /// <inheritdoc/>
    public override int GetHashCode() => (File, Line, Column).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
