namespace Spaceforge.Rego;

/// <summary>A location in a policy.</summary>
/// <param name="File">The file name that was given for the text.</param>
/// <param name="Line">The line, starting at 1.</param>
/// <param name="Column">The column in characters, starting at 1.</param>
public readonly record struct RegoPlace(string File, int Line, int Column)
{
    /// <summary>The file name that was given for the text. Empty for the default value.</summary>
    public string File { get => field ?? ""; init; } = File;

    /// <summary>Whether both are the same location in a file with the same name.</summary>
    public bool Equals(RegoPlace other) => (Line, Column) == (other.Line, other.Column) && File == other.File;

    /// <inheritdoc/>
    public override int GetHashCode() => (File, Line, Column).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
