namespace Spaceforge.Cli.Scaffolding.Code;

/// <summary>
/// C# expressions as text: on one line if they fit, otherwise one part per line. Further lines are indented relative to the first.
/// </summary>
static class CodeText
{
    const string Step = "    ";
    const int LongestLine = 110;

    /// <summary>Indents every line except empty ones, which keeps the lines of a raw string literal aligned with its end.</summary>
    public static string Indent(string code) => string.Join('\n', code.Split('\n').Select(line => line.Length > 0 ? Step + line : line));

    public static string List(IEnumerable<string> items)
    {
        string[] all = [.. items];
        var line = $"[{string.Join(", ", all)}]";
        return Fits(line) ? line : $"[\n{Indent(Lines(all))}\n]";
    }

    /// <param name="head">What is constructed, for instance <c>new("name")</c>.</param>
    /// <param name="properties">Its properties; those without a value are omitted.</param>
    public static string Object(string head, params (string Name, string? Value)[] properties)
    {
        string[] all = [.. properties.Where(property => property.Value is not null)
            .Select(property => Assign(property.Name, "=", property.Value!))];
        if (all.Length == 0) return head;

        var line = $"{head} {{ {string.Join(", ", all)} }}";
        return Fits(line) ? line : $"{head}\n{{\n{Indent(Lines(all))}\n}}";
    }

    /// <summary>A list as a property's value; null if it is empty.</summary>
    public static string? OptionalList(IReadOnlyCollection<string> items) => items.Count == 0 ? null : OnNextLine(List(items));

    /// <summary>A name and its value, which may start on the next line.</summary>
    public static string Assign(string name, string sign, string value) =>
        value.StartsWith('\n') ? $"{name} {sign}{value}" : $"{name} {sign} {value}";

    /// <summary>A multi-line list starts below its assignment.</summary>
    public static string OnNextLine(string code) => code.StartsWith("[\n", StringComparison.Ordinal) ? $"\n{code}" : code;

    static string Lines(IEnumerable<string> items) => string.Join('\n', items.Select(item => $"{item},"));

    static bool Fits(string code) => code.Length <= LongestLine && !code.Contains('\n', StringComparison.Ordinal);
}
