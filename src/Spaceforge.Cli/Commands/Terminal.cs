namespace Spaceforge.Cli.Commands;

/// <summary>Colours for people: on a terminal only, and not where <c>NO_COLOR</c> is set.</summary>
static class Terminal
{
    public const string Red = "31";
    public const string Green = "32";
    public const string Yellow = "33";

    static readonly bool Allowed = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether standard output shows colours.</summary>
    public static bool OutputHasColors => Allowed && !Console.IsOutputRedirected;

    /// <summary>A text for standard output.</summary>
    public static string Color(string text, string color) => Paint(text, color, OutputHasColors);

    /// <summary>A text for standard error.</summary>
    public static string ErrorColor(string text, string color) => Paint(text, color, Allowed && !Console.IsErrorRedirected);

    static string Paint(string text, string color, bool colors) => colors ? $"\e[{color}m{text}\e[0m" : text;
}
