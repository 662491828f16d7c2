using System.Text.Json;

namespace Spaceforge.Scanning;

/// <summary>What is wrong with JSON, without a word of the JSON itself.</summary>
static class ScannerJson
{
    public static string Mistake(JsonException e)
    {
        var place = e.LineNumber is { } line ? $" in line {line + 1}, byte {e.BytePositionInLine + 1}" : "";
        // Only what the reader itself stumbles over has a cause of this kind; the rest is well-formed.
        return e.InnerException is JsonException
            ? $"printed half a JSON, or none: it breaks off{place}"
            : $"printed JSON that is no result of a scan{(e.Path is { Length: > 1 } path ? $", at {ShortText.Of(path, 100)}" : "")}{place}";
    }
}
