using System.CommandLine;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Manifests.Formats;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge validate</c>: reports everything that is wrong with manifests.</summary>
static class ValidateCommand
{
    static readonly Argument<string[]> FileArgument = new("MANIFEST")
    {
        Description = $"Plugin manifests; {ManifestInput.StandardInput} is standard input [default: {Hosting.ManifestGeneration.DefaultOutput}]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<string> FormatOption = new("--format")
    {
        HelpName = string.Join('|', ProblemFormat.All.Select(format => format.Name)),
        Description = "The output format",
        DefaultValueFactory = _ => ProblemFormat.All[0].Name,
    };

    static ValidateCommand()
    {
        FormatOption.AcceptOnlyFromAmong([.. ProblemFormat.All.Select(format => format.Name)]);
    }

    public static Command Create()
    {
        var command = new Command("validate",
            "Check plugin manifests against the schema and the platform's rules") { FileArgument, FormatOption, JsonOption.Findings };
        command.SetAction(parsed => Run(
            parsed.GetValue(FileArgument) ?? [], ProblemFormat.All.First(
                format => format.Name == (parsed.GetValue(JsonOption.Findings) ? "json" : parsed.GetValue(FormatOption)))));
        return command;
    }

    static int Run(string[] names, ProblemFormat format)
    {
        if (names.Length == 0 && PluginFiles.IsNew(Directory.GetCurrentDirectory()))
        {
            throw new UsageException($"There is no manifest in this folder. {PluginFiles.CreateHint}");
        }

        var files = (names.Length == 0 ? [Hosting.ManifestGeneration.DefaultOutput] : names).Select(ManifestInput.Read)
            .Select(ManifestRules.Check).Select(file => ManifestReader.WithoutContents(file.File, file.Problems)).ToArray();
        Console.Out.Write(format.Write(files));
        var bad = files.Count(file => !file.IsGood);
        if (bad == 0)
        {
            // Only for people: programs use the exit code.
            if (!Console.IsErrorRedirected && !Console.IsOutputRedirected)
            {
                Console.Error.WriteLine(files.Length == 1 ? $"{files[0].File} is valid." : $"{files.Length} manifests are valid.");
            }
            return ExitCodes.Done;
        }

        Console.Error.WriteLine($"Spacelift would reject {(files.Length == 1 ? files[0].File : $"{bad} of {files.Length} manifests")}.");
        return ExitCodes.Failed;
    }
}
