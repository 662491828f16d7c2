namespace Spaceforge.Validation;

/// <summary>Checks a context's shell commands, shared by generate and the analyzers.</summary>
static class CommandText
{
    /// <summary>The violated rule and a suggested fix; null if the command is valid.</summary>
    public static (Rule Rule, string Message)? Check(string command)
    {
        if (string.IsNullOrWhiteSpace(command))
        {
            return (Rules.CommandEmpty, "The command is empty, which is a syntax error in the shell; remove it.");
        }

        if (command.IndexOfAny(['\n', '\r', '\0']) >= 0)
        {
            return (Rules.CommandNewline,
                "The command has a line break, which hides failures of earlier lines; split it into several commands, or mount a script.");
        }

        return command.Contains(';')
            ? (Rules.CommandSemicolon, "The command after ';' runs even if the one before it fails; use && or several commands.")
            : null;
    }
}
