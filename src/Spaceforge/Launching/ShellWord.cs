using System.Text;

namespace Spaceforge.Launching;

static class ShellWord
{
    /// <summary>Quotes a text as one word of a POSIX shell, without expansions.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or ':' or ',' or '@' or '%')
            ? text
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>The words of a command that were quoted with <see cref="Quote"/>.</summary>
    public static string[] Split(string command)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quoted, any) = (false, false);
        for (var i = 0; i < command.Length; i++)
        {
            if (command[i] == '\'') (quoted, any) = (!quoted, true);
            else if (!quoted && command[i] == '\\' && i + 1 < command.Length) word.Append(command[++i]);
            else if (!quoted && command[i] == ' ') Next();
            else word.Append(command[i]);
        }

        Next();
        return [.. words];

        void Next()
        {
            if (any || word.Length > 0) words.Add(word.ToString());
            word.Clear();
            any = false;
        }
    }
}
