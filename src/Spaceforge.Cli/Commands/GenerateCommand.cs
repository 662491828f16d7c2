using System.CommandLine;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Json;
using Spaceforge.Cli.Manifests;
using Spaceforge.Files;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge generate</c>: generates manifests, or checks that the committed ones are up to date.</summary>
static class GenerateCommand
{
    const int LargestSource = 10_000_000;

    static readonly Argument<string[]> FileArgument = new("PLUGIN_FILE")
    {
        Description = $"C# files or projects, or patterns such as 'plugins/*/plugin.cs' [default: {PluginFiles.Default}]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<string?> OutputOption = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = $"Write the manifest to FILE; - is standard output [default: {Hosting.ManifestGeneration.DefaultOutput} next to the plugin]",
    };

    static readonly Option<bool> CheckOption = new("--check")
    {
        Description = "Write nothing; print a diff and fail if a manifest is out of date",
    };

    static readonly Option<bool> ExactOption = new("--exact")
    {
        Description = "With --check: also fail if another SDK version built the same plugin",
    };

    static readonly Option<string?> NativeOption = new("--native")
    {
        HelpName = "FILE",
        Description = "Generate a manifest that downloads executables; FILE has their SHA-256 checksums, as 'publish' writes them",
    };

    static readonly Option<string?> UrlBaseOption = PublishCommand.UrlBaseOption();

    static readonly Option<bool> EmbedOption = new("--embed")
    {
        Description = "With --native: put the executables, which are beside FILE, into the manifest",
    };

    public static Command Create()
    {
        var command = new Command("generate", "Generate the plugin manifest to upload to Spacelift")
        {
            FileArgument, OutputOption, BuildCommandOptions.Form, CheckOption, ExactOption, NativeOption, UrlBaseOption, EmbedOption,
            BuildCommandOptions.NoCache, BuildCommandOptions.Timings, JsonOption.Findings,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(FileArgument) ?? [],
            parsed.GetValue(OutputOption),
            parsed.GetValue(CheckOption),
            FormChoice.Parse(parsed.GetValue(BuildCommandOptions.Form), NativeFiles.Parse(
                parsed.GetValue(NativeOption), parsed.GetValue(UrlBaseOption), parsed.GetValue(EmbedOption))),
            parsed,
            cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        string[] names, string? output, bool check, FormChoice form, ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = BuildCommandOptions.Read(parsed) with { Analyze = check };
        var files = PluginFiles.Resolve(names, options.Folder);
        if (output is not null && files.Count > 1) throw new UsageException("--output takes a single plugin, but several were given.");
        if (output == "-" && check) throw new UsageException("--check compares with a file, so it cannot be used with --output -.");

        var json = parsed.GetValue(JsonOption.Findings);
        if (output == "-" && json) throw new UsageException("--json prints findings, so it cannot be used with --output -.");

        if (parsed.GetValue(ExactOption) && !check) throw new UsageException("--exact can only be used with --check.");
        if (form.Native is not null && files.Count > 1) throw new UsageException("--native takes a single plugin, but several were given.");

        var builder = PluginBuilder.Create(options with { Form = check ? null : form });
        if (files is [var only] && !check && !json && !options.ShowsTimings && !MayHavePolicies(only))
        {
            var plugin = await builder.BuildAsync(only, Console.Error, cancellationToken);
            var arguments = await builder.FormAsync(plugin, only, form, Console.Error, cancellationToken);
            return await plugin.HandOverGenerateAsync(only, Target(only, output, options.Folder), arguments);
        }

        using var several = new OrderedOutputs([.. files.Select(file => Path.GetRelativePath(options.Folder, file))], json);
        await Parallel.ForEachAsync(
            files.Index(),
            cancellationToken,
            async (file, stop) => several.End(file.Index, await GenerateAsync(builder, file.Item, output, check
                ? new ManifestCheck(parsed.GetValue(ExactOption)) : null, form, options, several[file.Index], stop)));
        if (options.ShowsTimings) options.Timings.Print(Console.Error);
        if (json) Console.Out.Write(JsonFinding.Write(several.Findings));
        return several.WorstExitCode;
    }

    static async Task<int> GenerateAsync(
        PluginBuilder builder, string file, string? output, ManifestCheck? check,
        FormChoice form, BuildOptions options, OrderedOutputs.Streams streams,
        CancellationToken cancellationToken)
    {
        try
        {
            var plugin = await builder.BuildAsync(file, streams.Error, cancellationToken);
            // Without --form, a check uses the committed form: 'new' writes the source form, for example.
            if (check is not null && form == FormChoice.OfPlugin && plugin.Form.Length == 0
                && ManifestCheck.FormOf(Path.GetFullPath(Target(file, output, options.Folder), options.Folder)) is { } committed)
            {
                form = form with { Form = committed };
            }

            var (exitCode, yaml) = await plugin.GenerateAsync(
                file, await builder.FormAsync(plugin, file, form, streams.Error, cancellationToken), streams.Error, cancellationToken);
            if (exitCode != ExitCodes.Done) return exitCode;
            if (HasWrongPolicies(yaml, file, options.Folder, streams.Error)) return ExitCodes.UsedWrongly;

            if (output == "-")
            {
                await streams.Output.WriteAsync(yaml);
                return ExitCodes.Done;
            }

            var shown = Target(file, output, options.Folder);
            var target = Path.GetFullPath(shown, options.Folder);
            if (check is not null) return check.Run(target, yaml, shown, Path.GetRelativePath(options.Folder, file), streams);

            Hosting.ManifestGeneration.WriteManifest(target, yaml);
            await streams.Error.WriteLineAsync($"Wrote {shown}");
            if (ManifestSize.Lines(ManifestReader.Read(yaml, shown))
                .LastOrDefault(line => line.StartsWith("warning", StringComparison.Ordinal)) is { } warning)
            {
                await streams.Error.WriteLineAsync(warning);
            }
            return ExitCodes.Done;
        }
        catch (SpaceforgeException e)
        {
            // An error in one plugin does not stop the others.
            await streams.Error.WriteLineAsync($"error: {e.Message}");
            return e.ExitCode;
        }
    }

    /// <summary>The plugin's program knows nothing of Rego: the tool checks the policies before it writes the manifest.</summary>
    public static bool HasWrongPolicies(string yaml, string file, string folder, TextWriter error)
    {
        if (!yaml.Contains("\npolicies:", StringComparison.Ordinal)) return false;

        var found = PolicyBodies.Texts(ManifestReader.Read(yaml, file).Manifest, new CodeBodies(CodeFiles.Of(file, folder))).ToArray();
        foreach (var (_, text) in found) error.WriteLine(text);
        return found.Any(finding => finding.IsError);
    }

    /// <summary>A plugin without policies writes its manifest itself, which is faster.</summary>
    static bool MayHavePolicies(string file) => !file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
        || NamedFile.Read(file, LargestSource).AsSpan().IndexOf("Polic"u8) >= 0;

    /// <summary>The manifest's path, relative to the folder.</summary>
    static string Target(string file, string? output, string folder) => output
        ?? Path.GetRelativePath(folder, Path.Combine(Path.GetDirectoryName(file)!, Hosting.ManifestGeneration.DefaultOutput));
}
