namespace Spaceforge.Validation;

/// <summary>What is wrong with a shell command of a context, at generate time and in the editor.</summary>
static class CommandText
{
    /// <summary>The rule that a command breaks, and what would do; null for a good one.</summary>
    public static (Rule Rule, string Message)? Check(string command)
    {
        if (string.IsNullOrWhiteSpace(command))
        {
            return (Rules.CommandEmpty, "The command is empty, which is a syntax error in the shell; remove it.");
        }

        if (command.IndexOfAny(['\n', '\r', '\0']) >= 0)
        {
            return (Rules.CommandNewline,
                "The command has a line break, which hides failures of what comes before it; split it into several commands, or mount a script.");
        }

        return command.Contains(';')
            ? (Rules.CommandSemicolon, "What follows ';' runs even if what precedes it failed; use && or several commands.")
            : null;
    }
}
