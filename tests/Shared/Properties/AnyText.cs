using System.Text;
using System.Text.Json;
using CsCheck;

namespace Spaceforge.Tests.Shared.Properties;

/// <summary>Texts in which what YAML, shells, JSON and C# have opinions about is more frequent than by chance.</summary>
static class AnyText
{
    static readonly string[] Parts =
    [
        "a", "b", "word", "Z", "_", "0", "1", "10", "1e3", ".", "0x", "yes", "null", "true", "e", "E",
        " ", "  ", "\t", "\n", "\n", "\r", "\r\n",
        ":", ": ", "#", " #", "- ", "-", "--", "?", "!", "&", "&&", "*", "%", "%s", "@", "`", "'", "\"", "'''", "\"\"\"", "\\", "\\n",
        "|", ">", "<", "<<", "{", "}", "{{", "}}", "[", "]", "(", ")", ",", "=", "~", "---", "...", "$", "$(id)", "${A}", ";", "/", "//",
        "é", "e\u0301", "漢", "🔴", "\u0085", "\u00a0", "\u200b", "\u2028", "\u2029", "\u202e", "\ufeff", "\ufffd", "\ufffe",
        "\a", "\b", "\e", "\x7f", "\x9f", "\U0010ffff",
    ];

    /// <summary>Without NUL, which neither an argument nor a variable can have.</summary>
    public static Gen<string> WithoutNul { get; } =
        Gen.Frequency((9, Gen.OneOf(Parts)), (1, Gen.Char.Select(c => c == '\0' || char.IsSurrogate(c) ? "x" : c.ToString())))
            .Array[0, 12].Select(string.Concat);

    /// <summary>Any valid Unicode.</summary>
    public static Gen<string> Unicode { get; } =
        Gen.Frequency((9, WithoutNul), (1, Gen.Select(WithoutNul, WithoutNul, (one, other) => $"{one}\0{other}")));

    /// <summary>Any valid Unicode, as a part of a larger case.</summary>
    public static string Of(Choices choices, int most = 8) => string.Concat(choices.Many(0, most, () => choices.Of(Parts)));

    /// <summary>The same in one line, with more than blanks.</summary>
    public static string WordsOf(Choices choices) =>
        Of(choices).Replace('\n', ' ').Replace('\r', ' ') is var text && string.IsNullOrWhiteSpace(text) ? $"x{text}" : text;

    /// <summary>One line.</summary>
    public static Gen<string> Line { get; } = WithoutNul.Select(text => text.Replace('\n', ' ').Replace('\r', ' '));

    /// <summary>A line with more than blanks.</summary>
    public static Gen<string> Words { get; } = Line.Select(text => string.IsNullOrWhiteSpace(text) ? $"x{text}" : text);

    /// <summary>A text with its characters escaped, as a failure shows it.</summary>
    public static string Shown(string text) => JsonSerializer.Serialize(text);

    public static string Shown(IEnumerable<string> texts) => $"[{new StringBuilder().AppendJoin(", ", texts.Select(Shown))}]";
}
