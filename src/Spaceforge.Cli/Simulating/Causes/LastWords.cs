using System.Text;
using System.Text.RegularExpressions;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Simulating.Causes;

/// <summary>Finds in the output of a failed command the line that says why.</summary>
static partial class LastWords
{
    public const int Longest = 500;

    // A build may print thousands of lines after the first error.
    const int MostLines = 2_000;
    const int LongestLine = 4_000;

    const string OfHook = "[SpaceForge] Error running hook '";
    const string OfOwn = "[SpaceForge] ";
    const string OfScripts = "spaceforge: ";
    const string Traceback = "Traceback (most recent call last):";
    const string Unhandled = "Unhandled exception. ";
    const string Error = "Error: ";

    /// <summary>The message, in one line without colours; null if there is no output.</summary>
    public static string? Of(IEnumerable<string> log)
    {
        var lines = log.TakeLast(MostLines).Select(Plain).Where(line => line.Length > 0).ToArray();
        var words = OfPlugin(lines) ?? OfExecutable(lines) ?? OfLauncher(lines) ?? OfPython(lines) ?? OfDotNet(lines) ?? OfTerraform(lines)
            ?? lines.LastOrDefault(
                line => line.Any(char.IsLetterOrDigit) && !LauncherTrace.IsProgress(line) && !LauncherTrace.IsRepeated(line));
        return words is null ? null : Cut(Shell().Replace(WithoutPrefix(words), ""));
    }

    /// <summary>A text in one line of limited length.</summary>
    public static string Cut(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
            if (line.Length > Longest) break;
        }

        if (line.Length > Longest)
        {
            line.Length = char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest;
            line.Append("...");
        }

        return LogText.OneLine(line.ToString());
    }

    /// <summary>The message of an exception, from plugins of both SDKs, which may have several lines.</summary>
    static string? OfPlugin(string[] lines)
    {
        var at = Array.FindLastIndex(lines, line => line.StartsWith(OfHook, StringComparison.Ordinal));
        if (at < 0) return null;

        var message = lines[at][OfHook.Length..];
        var end = message.IndexOf("': ", StringComparison.Ordinal);
        if (end < 0) return message;

        var more = lines[(at + 1)..]
            .TakeWhile(line => line.StartsWith(OfOwn, StringComparison.Ordinal))
            .Select(line => line[OfOwn.Length..])
            .TakeWhile(line => !line.TrimStart().StartsWith("at ", StringComparison.Ordinal));
        return string.Join(' ', more.Prepend(message[(end + 3)..]));
    }

    /// <summary>What a plugin says about parameters that it cannot use, before its hook starts.</summary>
    static string? OfExecutable(string[] lines)
    {
        const string mark = "error: ";
        var last = lines.Reverse().TakeWhile(line => line.StartsWith(mark, StringComparison.Ordinal)).Reverse().ToArray();
        return last.Length == 0 ? null : string.Join(' ', last.Select(line => line[mark.Length..]));
    }

    /// <summary>What the launcher says if it cannot start the plugin.</summary>
    static string? OfLauncher(string[] lines)
    {
        var at = Array.FindLastIndex(lines, line => line.StartsWith(OfScripts, StringComparison.Ordinal));
        if (at < 0 || LauncherTrace.IsProgress(lines[at])) return null;

        var words = string.Join(' ', lines[at..])[OfScripts.Length..];
        var error = lines.FirstOrDefault(line => line.Contains(": error ", StringComparison.Ordinal));
        return error is null ? words : $"{words}: {error}";
    }

    static string? OfPython(string[] lines)
    {
        var at = Array.LastIndexOf(lines, Traceback);
        return at < 0 ? null : lines[(at + 1)..].FirstOrDefault(line => !char.IsWhiteSpace(line[0]));
    }

    static string? OfDotNet(string[] lines) =>
        lines.LastOrDefault(line => line.StartsWith(Unhandled, StringComparison.Ordinal))?[Unhandled.Length..];

    /// <summary>The first error of Terraform and similar programs, with its place.</summary>
    static string? OfTerraform(string[] lines)
    {
        var plain = Array.ConvertAll(lines, line => line.TrimStart('│', '╷', '╵', ' '));
        var at = Array.FindIndex(plain, line => line.StartsWith(Error, StringComparison.Ordinal));
        if (at < 0) return null;

        var place = plain.Skip(at + 1).FirstOrDefault(line => line.Length > 0);
        return place?.StartsWith("on ", StringComparison.Ordinal) == true && place.Contains(" line ", StringComparison.Ordinal)
            ? $"{plain[at][Error.Length..]} ({place.TrimEnd(':')})"
            : plain[at][Error.Length..];
    }

    /// <summary>A plugin's log line without <c>[RUN] (PLUGIN)</c>.</summary>
    static string WithoutPrefix(string line)
    {
        if (!line.StartsWith('[')) return line;

        var end = line.IndexOf("] (", StringComparison.Ordinal);
        var close = end < 0 ? -1 : line.IndexOf(") ", end, StringComparison.Ordinal);
        return close < 0 || close > 200 ? line : line[(close + 2)..];
    }

    static string Plain(string line)
    {
        if (line.Length > LongestLine) line = line[..LongestLine];
        var text = new StringBuilder(line.Length);
        LogText.Append(text, line, colors: false);
        return text.ToString().TrimEnd();
    }

    // The session evaluates commands, so its line numbers are not those of the hook.
    [GeneratedRegex(@"^(?:/bin/)?(?:sh|bash): (?:(?:line )?\d+: (?:eval: )?|eval: line \d+: )")]
    private static partial Regex Shell();
}
