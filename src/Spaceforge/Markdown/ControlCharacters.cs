using System.Text.RegularExpressions;

namespace Spaceforge.Markdown;

/// <summary>
/// Removes everything that could control a terminal or change the reading direction: complete colour and cursor sequences, and
/// all control characters except line feed and tab.
/// </summary>
static partial class ControlCharacters
{
    public static string Remove(string text) => Steering.Replace(text, "");

    // Terminals treat U+009B as ESC and a bracket, hence C1. U+202A to U+202E and U+2066 to U+2069 reorder the surrounding text.
    [GeneratedRegex(@"(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]|[\x00-\x08\x0B-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]")]
    static partial Regex Steering { get; }
}
