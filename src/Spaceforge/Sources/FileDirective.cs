namespace Spaceforge.Sources;

/// <summary>A line <c>#:NAME VALUE</c> at the start of a file-based app.</summary>
readonly record struct FileDirective(string Name, string Value)
{
    const string Start = "#:";

    /// <summary>The directives of a source. They precede the first code; a similar line further down does no harm.</summary>
    public static IEnumerable<FileDirective> ReadAll(string source)
    {
        foreach (var line in source.Split('\n'))
        {
            if (!line.StartsWith(Start, StringComparison.Ordinal)) continue;

            var directive = line.AsSpan(Start.Length).Trim();
            var space = directive.IndexOfAny(' ', '\t');
            if (space > 0) yield return new FileDirective(directive[..space].ToString(), directive[space..].Trim().ToString());
        }
    }
}
