using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Commands;

/// <summary>The command line of the tool.</summary>
static class SpaceforgeCommand
{
    const string Description = """
        Writes Spacelift plugins in C#.

        Exit codes: 0 done, 1 the hook failed or a manifest is stale, 2 used wrongly.
        """;

    // A value may begin with @, and a parameter's may be a secret: nothing is read from response files.
    static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <remarks>
    /// Not a RootCommand: that one takes its name from the assembly's file, which cannot be <c>spaceforge</c> beside the library's
    /// <c>Spaceforge.dll</c> where upper and lower case are the same.
    /// </remarks>
    public static Command Create() => new("spaceforge", Description)
    {
        GenerateCommand.Create(),
        RunCommand.Create("run"),
        RunCommand.Create("runner", hidden: true),
        CompletionCommand.Create(),
        new HelpOption { Recursive = true },
        new VersionOption(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [['[', 's', 'u', 'g', 'g', 'e', 's', 't', ':', .. var position, ']'], .. var line]) return Suggest(position, line);

        var parsed = Create().Parse(args, Parser);
        try
        {
            var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Action is ParseErrorAction ? ExitCodes.UsedWrongly : exitCode;
        }
        catch (SpaceforgeException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return e.ExitCode;
        }
    }

    /// <summary>Prints what can stand at a place of a command line, for the scripts of <see cref="CompletionCommand"/>.</summary>
    static int Suggest(string position, string[] line)
    {
        var text = string.Join(' ', line);
        var place = int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Min(given, text.Length) : text.Length;
        foreach (var completion in Create().Parse(text, Parser).GetCompletions(place)) Console.Out.WriteLine(completion.Label);
        return ExitCodes.Done;
    }
}
