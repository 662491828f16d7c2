using System.Globalization;
using System.Text.Json;

namespace Spaceforge.Cli.Json;

/// <summary>What is wrong with JSON, for people: the reader counts from 0 and speaks of its own options.</summary>
static class JsonMistake
{
    static readonly string[] Endings = [" LineNumber: ", " Path: ", " Expected ", " Change the reader options"];

    public static string Of(JsonException error)
    {
        var text = error.Message;
        foreach (var ending in Endings)
        {
            if (text.IndexOf(ending, StringComparison.Ordinal) is > 0 and var at) text = text[..at];
        }

        text = text.TrimEnd('.');
        if (text.StartsWith("The input does not contain any JSON", StringComparison.Ordinal)) return "it is empty.";
        if (text.StartsWith("Expected depth to be zero", StringComparison.Ordinal)) text = "it ends in the middle of a list or an object";
        if (text.Contains("trailing comma", StringComparison.Ordinal)) text = "a comma after the last item";
        return error.LineNumber is { } line
            ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, byte {(error.BytePositionInLine ?? 0) + 1}: {text}.")
            : $"{text}.";
    }
}
