using System.CommandLine;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Scaffolding;
using Spaceforge.Cli.Scaffolding.Recovery;
using Spaceforge.Launching;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge new</c>: creates a folder with a plugin, from the template or from a manifest.</summary>
static class NewCommand
{
    public const string Name = "new";

    static readonly Argument<string> NameArgument = new("NAME") { Description = "The plugin's name, also used for its folder" };

    static readonly Option<string?> FromOption = new("--from")
    {
        HelpName = "MANIFEST",
        Description = "Write C# that generates this manifest, from the Python SDK or any other source",
    };

    static readonly Option<bool> MinimalOption = new("--minimal") { Description = "Write only the plugin and its manifest" };

    public static Command Create()
    {
        var command = new Command(
            Name, "Create a folder with a new plugin, its tests and CI checks")
        {
            NameArgument, FromOption, MinimalOption, JsonOption.Findings,
        };
        command.SetAction(
            parsed => Run(parsed.GetRequiredValue(NameArgument), parsed.GetValue(FromOption), parsed.GetValue(MinimalOption)));
        return command;
    }

    static int Run(string text, string? from, bool minimal)
    {
        var name = ProjectName.Parse(text);
        var recovered = from is null ? null : Recover(from, name);
        var files = recovered is null ? NewPlugin.Files(name, minimal) : RecoveredProject.Files(name, recovered, minimal);
        NewFolder.Write(Path.GetFullPath(name.Text), files);

        foreach (var file in files.Select(file => file.Path).Order(StringComparer.Ordinal))
        {
            Console.Error.WriteLine($"Wrote {name.Text}/{file}");
        }
        if (recovered is { ManifestOfSource: null })
        {
            foreach (var sentence in recovered.Packages?.Sentences() ?? []) Console.Error.WriteLine(sentence);
        }

        if (recovered is { Differences: [_, ..] differences })
        {
            Console.Error.WriteLine($"warning: the manifest differs from '{from}' in {string.Join(", ", differences)}; see docs/migrate.md.");
        }

        if (recovered?.ManifestOfSource is not null)
        {
            Console.Error.WriteLine("The manifest contains its own source. Read it before you build it: 'generate' runs the plugin's code.");
            Console.Error.WriteLine($"Next: cd {ShellWord.Quote(name.Text)} && spaceforge generate --check");
            return ExitCodes.Done;
        }

        Console.Error.WriteLine($"Next: cd {ShellWord.Quote(name.Text)} && {(minimal ? "spaceforge generate" : "dotnet run --project tests")}");
        return ExitCodes.Done;
    }

    static RecoveredPlugin Recover(string path, ProjectName name)
    {
        if (path != ManifestInput.StandardInput && !Path.Exists(path)) throw new UsageException($"--from: file '{path}' not found.");

        var file = ManifestRules.Check(ManifestInput.Read(path));
        foreach (var line in ProblemLines.Of(file.Problems)) Console.Error.WriteLine(line);
        return file.IsGood ? RecoveredPlugin.From(file, name.ClassName)
            : throw new UsageException($"'{path}' has errors; nothing was written.");
    }
}
