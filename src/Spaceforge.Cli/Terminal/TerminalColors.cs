namespace Spaceforge.Cli.Terminal;

/// <summary>Colours, only on a terminal and unless <c>NO_COLOR</c> is set.</summary>
static class TerminalColors
{
    public const string Bold = "1";
    public const string Red = "31";
    public const string Green = "32";
    public const string Yellow = "33";
    public const string Cyan = "36";

    static readonly bool Allowed = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether standard output is a terminal.</summary>
    public static bool HasOutput => !Console.IsOutputRedirected;

    /// <summary>The columns of the terminal; <see cref="int.MaxValue"/> if there is none or the width is unknown.</summary>
    public static int Width => HasOutput && Console.WindowWidth is > 0 and var width ? width : int.MaxValue;

    /// <summary>Whether standard output supports colours.</summary>
    public static bool HasColors => Allowed && HasOutput;

    /// <summary>A text for standard output.</summary>
    public static string Color(string text, string color) => Paint(text, color, HasColors);

    /// <summary>A text for standard error.</summary>
    public static string ErrorColor(string text, string color) => Paint(text, color, Allowed && !Console.IsErrorRedirected);

    static string Paint(string text, string color, bool colors) => colors ? $"\e[{color}m{text}\e[0m" : text;
}
