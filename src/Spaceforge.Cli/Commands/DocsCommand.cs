using System.CommandLine;
using System.Text;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Documenting;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Manifests;
using Spaceforge.Files;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge docs</c>: writes what a plugin consists of into its README.</summary>
static class DocsCommand
{
    const string ReadmeFile = "README.md";
    const int LargestReadme = 4_000_000;

    // The tables do not depend on the form, and this one is the fastest to make.
    static readonly FormChoice Form = FormChoice.Parse("source", native: null);

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    static readonly Argument<string[]> Plugins = new("PLUGIN")
    {
        Description = "Plugins: C# files, projects or manifests [default: plugin.cs, else plugin.yaml]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<string?> Readme = new("--readme")
    {
        HelpName = "FILE",
        Description = $"The page to write to [default: {ReadmeFile} next to the plugin]",
    };

    static readonly Option<bool> Check = new("--check") { Description = "Write nothing; print a diff and fail if a page is out of date" };

    public static Command Create()
    {
        var command = new Command("docs", "Write tables of a plugin's parameters, variables, hooks and other parts into its README")
        {
            Plugins, Readme, Check, JsonOption.Findings,
        };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(
                parsed.GetValue(Plugins) ?? [], parsed.GetValue(Readme), parsed.GetValue(Check),
                parsed.GetValue(JsonOption.Findings) ? [] : null, cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        string[] names, string? readme, bool check, List<JsonFinding>? findings, CancellationToken cancellationToken)
    {
        var folder = Directory.GetCurrentDirectory();
        if (names.Length == 0) names = [ComparedPlugin.Default(folder)];
        if (readme is not null && names.Length > 1) throw new UsageException("--readme takes a single plugin, but several were given.");

        var worst = ExitCodes.Done;
        foreach (var name in names)
        {
            worst = Math.Max(worst, await RunAsync(
                name, readme ?? Path.Combine(Path.GetDirectoryName(name) ?? "", ReadmeFile), folder, check, findings, cancellationToken));
        }

        if (findings is not null && worst != ExitCodes.UsedWrongly) Console.Out.Write(JsonFinding.Write(findings));
        return worst;
    }

    static async Task<int> RunAsync(
        string name, string shown, string folder, bool check, List<JsonFinding>? findings, CancellationToken cancellationToken)
    {
        if (await SimulateCommand.ReadAsync(name, folder, Form, cancellationToken) is not { } manifest) return ExitCodes.UsedWrongly;
        if (!manifest.IsGood)
        {
            throw new UsageException($"This cannot be documented:\n{string.Join('\n', ProblemLines.Of(manifest.Problems))}");
        }

        var path = Path.GetFullPath(shown, folder);
        var page = Read(path, shown);
        var code = Path.GetExtension(name) == ".cs" ? BuildFile.ReadText(Path.GetFullPath(name, folder)) : null;
        var made = Made(page ?? $"# {MarkdownText.Code(manifest.Manifest.Name)}\n", PluginReference.Write(manifest.Manifest, code), shown);
        if (made == page)
        {
            // Only for people: programs use the exit code.
            if (!Console.IsErrorRedirected) await Console.Error.WriteLineAsync($"{shown} is up to date.");
            return ExitCodes.Done;
        }

        if (!check)
        {
            Write(path, made);
            await Console.Error.WriteLineAsync($"Wrote {shown}");
            return ExitCodes.Done;
        }

        TextDifference.Print(page ?? "", made, $"{shown} (committed)", $"{shown} (generated from {name})",
            findings is null ? Console.Out : Console.Error);
        var message = $"{shown} is {(page is null ? "missing" : "stale")}. Write it with: spaceforge docs {name}";
        await Console.Error.WriteLineAsync(message);
        findings?.Add(new JsonFinding { Severity = "error", File = shown, Message = message });
        return ExitCodes.Failed;
    }

    static string Made(string page, string reference, string shown)
    {
        try
        {
            return MarkedText.Replace(page, reference);
        }
        catch (FormatException e)
        {
            throw new UsageException($"{shown}: {e.Message}");
        }
    }

    static void Write(string path, string text)
    {
        try
        {
            AtomicFile.WriteInRepository(path, text);
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <returns>Null if there is none.</returns>
    static string? Read(string path, string shown)
    {
        if (Directory.Exists(path)) throw new UsageException($"'{shown}' is a folder, not a page.");
        if (!Path.Exists(path) && new FileInfo(path).LinkTarget is null) return null;

        try
        {
            return Strict.GetString(NamedFile.ReadInRepository(path, LargestReadme));
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"'{shown}' is not valid UTF-8.");
        }
        catch (IOException e)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
