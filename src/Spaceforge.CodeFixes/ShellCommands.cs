using System.Text;

namespace Spaceforge.CodeFixes;

/// <summary>Splits a shell text into commands if that certainly does not change its meaning.</summary>
static class ShellCommands
{
    static readonly HashSet<string> Structure = new(StringComparer.Ordinal)
    {
        "if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case",
        "esac", "select", "function", "{", "}", "(", ")", "!",
    };

    /// <summary>The commands in a text; null if it has compound commands or syntax that only a shell can parse.</summary>
    public static IReadOnlyList<string>? Split(string text)
    {
        if (text.IndexOfAny(['\\', '`', '#', '(', ')', '{', '}']) >= 0 || text.Contains("<<") || text.Contains(";;")) return null;

        var commands = new List<string>();
        var command = new StringBuilder();
        char? quote = null;
        foreach (var c in text)
        {
            if (quote is null && c is ';' or '\n' or '\r')
            {
                commands.Add(command.ToString());
                command.Clear();
                continue;
            }

            if (c is '\'' or '"') quote = quote is null ? c : quote == c ? null : quote;
            command.Append(c);
        }

        commands.Add(command.ToString());
        string[] filled = [.. commands.Select(part => part.Trim()).Where(part => part.Length > 0)];
        return quote is null && filled.Length > 1 && filled.All(IsWhole) ? filled : null;
    }

    // Continued commands and keywords of compound commands cannot be separated.
    static bool IsWhole(string command) =>
        !Structure.Contains(command.Split(' ', '\t')[0]) && command[command.Length - 1] is not ('&' or '|')
            && command.IndexOfAny(['\n', '\r']) < 0;
}
