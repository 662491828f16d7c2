using System.CommandLine;
using Spaceforge.Cli.Building;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge generate</c>: makes manifests, or checks that the committed ones are fresh.</summary>
static class GenerateCommand
{
    static readonly Argument<string[]> FileArgument = new("PLUGIN_FILE")
    {
        Description = $"C# files or projects, or patterns such as 'plugins/*/plugin.cs' [default: {PluginFiles.Default}]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<string?> OutputOption = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = $"Where the manifest goes; - is standard output [default: {Hosting.GenerateCommand.DefaultOutput} beside the plugin]",
    };

    static readonly Option<bool> CheckOption = new("--check")
    {
        Description = "Write nothing, and fail with the difference where a manifest is not what its plugin makes",
    };

    static readonly Option<string?> NativeOption = new("--native")
    {
        HelpName = "FILE",
        Description = "Make the manifest for executables that workers download, with their SHA-256 sums in FILE, as 'publish' writes it",
    };

    static readonly Option<string?> UrlBaseOption = PublishCommand.UrlBaseOption();

    static GenerateCommand() => FileArgument.RefuseOptions();

    public static Command Create()
    {
        var command = new Command("generate", "Make the plugin manifest that is uploaded to Spacelift")
        {
            FileArgument, OutputOption, CheckOption, NativeOption, UrlBaseOption,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(FileArgument) ?? [],
            parsed.GetValue(OutputOption),
            parsed.GetValue(CheckOption),
            NativeFiles.Parse(parsed.GetValue(NativeOption), parsed.GetValue(UrlBaseOption)),
            cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(string[] names, string? output, bool check, NativeFiles? native, CancellationToken cancellationToken)
    {
        var folder = Directory.GetCurrentDirectory();
        var files = PluginFiles.Resolve(names, folder);
        if (output is not null && files.Count > 1) throw new UsageException("--output takes the manifest of one plugin, and there are several.");
        if (output == "-" && check) throw new UsageException("--check compares with a file; standard output holds none.");

        if (native is not null && files.Count > 1) throw new UsageException("--native takes the executables of one plugin, and there are several.");

        var builder = PluginBuilder.Create(folder, analyze: check);
        var worst = ExitCodes.Done;
        foreach (var file in files)
        {
            var exitCode = await GenerateAsync(builder, file, output, check, native, folder, cancellationToken);
            worst = Math.Max(worst, exitCode);
        }

        return worst;
    }

    static async Task<int> GenerateAsync(
        PluginBuilder builder, string file, string? output, bool check, NativeFiles? native, string folder, CancellationToken cancellationToken)
    {
        try
        {
            var plugin = await builder.BuildAsync(file, cancellationToken);
            var (exitCode, yaml) = await plugin.GenerateAsync(file, native, cancellationToken);
            if (exitCode != ExitCodes.Done) return exitCode;

            if (output == "-")
            {
                await Console.Out.WriteAsync(yaml);
                return ExitCodes.Done;
            }

            var target = Path.GetFullPath(output ?? Path.Combine(Path.GetDirectoryName(file)!, Hosting.GenerateCommand.DefaultOutput), folder);
            if (check) return ManifestCheck.Run(target, yaml, Path.GetRelativePath(folder, target), Path.GetRelativePath(folder, file));

            Hosting.GenerateCommand.WriteManifest(target, yaml);
            await Console.Error.WriteLineAsync($"Wrote {Path.GetRelativePath(folder, target)}");
            return ExitCodes.Done;
        }
        catch (SpaceforgeException e)
        {
            // One bad plugin among several does not keep the others from being made.
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            return e.ExitCode;
        }
    }
}
