using System.CommandLine;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.IO;
using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Publishing;
using Spaceforge.Hosting;
using Spaceforge.Launching;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge publish</c>: builds static executables of a plugin, and a manifest that downloads or contains them.</summary>
static class PublishCommand
{
    public const string Name = "publish";

    static readonly Argument<string?> FileArgument = new("PLUGIN_FILE")
    {
        Description = $"The plugin's C# file or project [default: {PluginFiles.Default}]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<string> OutputOption = new("--output", "-o")
    {
        HelpName = "FOLDER",
        Description = "The output folder",
        DefaultValueFactory = _ => "dist",
    };

    static readonly Option<string[]> ArchitectureOption = new("--arch")
    {
        HelpName = "amd64,arm64",
        CompletionSources = { "amd64", "arm64" },
        Description = "The architectures to build for [default: both]",
    };

    static readonly Option<string?> UrlBase = UrlBaseOption();

    static readonly Option<bool> EmbedOption = new("--embed")
    {
        Description = "Put the executables into the manifest instead: workers download nothing",
    };

    public static Command Create()
    {
        var command = new Command(Name, "Build static executables of a plugin, and a manifest that downloads or contains them")
        {
            FileArgument, OutputOption, ArchitectureOption, UrlBase, EmbedOption, JsonOption.Findings,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(FileArgument) ?? PluginFiles.Default,
            parsed.GetRequiredValue(OutputOption),
            parsed.GetValue(ArchitectureOption) ?? [],
            parsed.GetValue(UrlBase),
            parsed.GetValue(EmbedOption),
            // What the plugin says is kept only where it becomes findings: else it may have colours.
            parsed.GetValue(JsonOption.Findings) ? Console.Error : null,
            cancellationToken));
        return command;
    }

    public static Option<string?> UrlBaseOption() => new("--url-base")
    {
        HelpName = "URL",
        Description = "The URL of the folder that workers download the executables from",
    };

    static async Task<int> RunAsync(
        string name, string output, IReadOnlyList<string> architectures, string? urlBase, bool embeds, TextWriter? said,
        CancellationToken cancellationToken)
    {
        var folder = Directory.GetCurrentDirectory();
        var file = PluginFiles.Resolve(name, folder);
        var targets = Target.Parse(architectures);
        if (embeds == urlBase is not null)
        {
            throw new UsageException(embeds
                ? "--embed puts the executables into the manifest, so it does not work with --url-base."
                : "publish needs --url-base URL, the folder that workers download the executables from, or --embed, which puts them into the manifest.");
        }

        if (urlBase is not null) NativeExecutable.CheckUrlBase(urlBase);
        BuildTools.Check(targets);

        // Report errors in the plugin before the long build.
        var builder = PluginBuilder.Create(new BuildOptions(folder));
        var plugin = await builder.BuildAsync(file, Console.Error, cancellationToken);
        var (checkedExitCode, text) = await plugin.GenerateAsync(file, [], said, cancellationToken);
        if (checkedExitCode != ExitCodes.Done) return checkedExitCode;

        // Names and versions may contain blanks, so only the manifest says where one ends.
        var named = ManifestReader.Read(text, file).Manifest;
        var (pluginName, version) = (named.Name, named.Version);
        var published = new PublishedFiles(Path.GetFullPath(output, folder));
        using (var work = WorkFolder.Create())
        {
            foreach (var target in targets)
            {
                var executable = NativeExecutable.FileNameOf(pluginName, version, target.Architecture);
                await Console.Error.WriteLineAsync($"Building {executable}");
                var artifacts = Directory.CreateDirectory(Path.Combine(work.Path, target.Architecture)).FullName;
                published.Add(executable, await builder.BuildNativeAsync(file, target, artifacts, cancellationToken));
            }

            foreach (var path in published.Write())
            {
                await Console.Error.WriteLineAsync($"Wrote {Path.GetRelativePath(folder, path)} ({new FileInfo(path).Length} bytes)");
            }
        }

        var (exitCode, yaml) = await plugin.GenerateAsync(
            file, await builder.FormAsync(plugin, file, new FormChoice(PluginForm.Native, new NativeFiles(published.Sums, urlBase)),
                Console.Error, cancellationToken), said, cancellationToken);
        if (exitCode != ExitCodes.Done) return exitCode;

        var manifest = Path.Combine(published.Folder, Hosting.ManifestGeneration.DefaultOutput);
        Hosting.ManifestGeneration.WriteManifest(manifest, yaml);
        await Console.Error.WriteLineAsync($"Wrote {Path.GetRelativePath(folder, manifest)}");
        foreach (var line in ManifestSize.Lines(ManifestReader.Read(yaml, manifest))) await Console.Error.WriteLineAsync(line);
        return ExitCodes.Done;
    }
}
