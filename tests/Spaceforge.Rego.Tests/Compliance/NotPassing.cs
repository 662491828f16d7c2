namespace Spaceforge.Rego.Tests;

/// <summary>What of OPA's cases does not pass: NotPassing.txt has a topic or "topic: note", then a tab and the reason.</summary>
static class NotPassing
{
    static readonly Dictionary<string, string> Listed = File
        .ReadAllLines(Repository.PathOf("tests", "Spaceforge.Rego.Tests", "Compliance", "NotPassing.txt"))
        .Where(l => l.Length > 0 && l[0] != '#')
        .Select(l => l.Split('\t'))
        .ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal);

    public static string? Reason(RegoCase wanted) =>
        Listed.GetValueOrDefault(wanted.Topic) ?? Listed.GetValueOrDefault($"{wanted.Topic}: {wanted.Note}");
}
