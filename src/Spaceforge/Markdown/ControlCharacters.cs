using System.Text.RegularExpressions;

namespace Spaceforge.Markdown;

/// <summary>
/// Takes out of a text what would steer a terminal or turn the reading direction: colour and cursor sequences as a whole, and
/// every other control character but line feed and tab.
/// </summary>
static partial class ControlCharacters
{
    public static string Remove(string text) => Steering.Replace(text, "");

    // A terminal takes U+009B for ESC and a bracket, hence C1. U+202A to U+202E and U+2066 to U+2069 reorder what stands around them.
    [GeneratedRegex(@"(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]|[\x00-\x08\x0B-\x1F\x7F-\x9F\u202A-\u202E\u2066-\u2069]")]
    static partial Regex Steering { get; }
}
