namespace Spaceforge.Definitions;

/// <summary>Normalizes a plugin's description the way the Python SDK does: dedented and trimmed.</summary>
static class DescriptionText
{
    public static string Clean(string? text)
    {
        if (text is null) return "";

        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var filled = lines.Where(line => line.AsSpan().Trim().Length > 0).ToArray();
        if (filled.Length == 0) return "";

        var indentation = filled.Select(Indentation).Aggregate(CommonStart);
        var dedented = lines.Select(line => line.AsSpan().Trim().Length == 0 ? "" : line[indentation.Length..]);
        return string.Join('\n', dedented).Trim();
    }

    static string Indentation(string line) => line[..(line.Length - line.AsSpan().TrimStart(" \t").Length)];

    static string CommonStart(string first, string second) => first[..first.AsSpan().CommonPrefixLength(second)];
}
