using System.CommandLine;

namespace Spaceforge.Cli.Commands;

/// <summary>The option of commands that print findings for programs.</summary>
static class JsonOption
{
    public const string Name = "--json";

    public static readonly Option<bool> Findings = new(Name) { Description = "Print the findings as JSON" };

    /// <summary>Whether findings are all that a command prints; they are made from its messages.</summary>
    public static bool HasOnlyFindings(IReadOnlyList<string> arguments) => arguments[0] is NewCommand.Name or PublishCommand.Name;

    /// <summary>Whether standard output is for a program: <c>--json</c>, or the one of <c>simulate</c> without a file.</summary>
    public static bool IsIn(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            if (arguments[i] == "--json=-") return true;
            if (arguments[i] == Name && (arguments[0] != SimulateCommand.Name || (i + 1 < arguments.Count && arguments[i + 1] == "-")))
            {
                return true;
            }
        }

        return false;
    }
}
