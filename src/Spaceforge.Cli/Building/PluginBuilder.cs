using Spaceforge.Cli.Building.Portable;
using Spaceforge.Cli.IO;
using Spaceforge.Cli.Processes;
using Spaceforge.Cli.Terminal;
using Spaceforge.Logging;

namespace Spaceforge.Cli.Building;

/// <summary>
/// Builds a plugin in the cheapest way that gives the same result as a full build: not at all if nothing changed, with only the
/// compiler if only C# text changed, otherwise with the SDK. Projects are always built with the SDK, which knows their inputs.
/// </summary>
sealed class PluginBuilder(DotnetHost dotnet, BuildOptions options)
{
    readonly string _root = CacheFolder.Open();
    int _cleaned;

    /// <param name="options">How to build.</param>
    public static PluginBuilder Create(BuildOptions options) => new(DotnetHost.Find(), options);

    /// <param name="pluginFile">The full path of a <c>.cs</c> or <c>.csproj</c> file that exists.</param>
    /// <param name="error">Where the compiler's messages go.</param>
    /// <exception cref="UsageException">It does not build, or contains no plugin or several; the messages were printed.</exception>
    public async Task<BuiltPlugin> BuildAsync(string pluginFile, TextWriter error, CancellationToken cancellationToken)
    {
        if (Path.GetExtension(pluginFile) == ".csproj")
        {
            using var building = Building(pluginFile);
            var project = Checked(await BuildWithSdkAsync(pluginFile, artifacts: null, cancellationToken), pluginFile, error);
            PluginClasses.CheckOne(project.Assembly!, Shown(pluginFile));
            return Built(project.Assembly!, project.Form, entry: null);
        }

        var cache = BuildCache.For(_root, pluginFile);
        var (inputs, last) = options.Timings.Measure("look for the last build", () => Find(cache, pluginFile));
        if (last?.Text == inputs.Text)
        {
            Print(last.Messages, error);
            return Built(last.Assembly, last.Form, last);
        }

        using var progress = Building(pluginFile);
        var isNew = last is null;
        last ??= options.UsesCache ? new SharedBuilds(_root).Find(inputs, pluginFile, cache) : null;
        // Most plugins are also compiled for workers, where that is possible in the same process.
        var forWorkers = last is not null && options.Form?.IsPortableFor(last.Form) == true
            ? CompileForWorkers(last, pluginFile, cancellationToken) : null;
        try
        {
            var plugin = await BuildAsync(last, isNew, cache, inputs, pluginFile, forWorkers, error, cancellationToken);
            if (plugin.ForWorkers is null && forWorkers is not null) await forWorkers.DisposeAsync();
            return plugin;
        }
        catch
        {
            if (forWorkers is not null) await forWorkers.DisposeAsync();
            throw;
        }
    }

    async Task<BuiltPlugin> BuildAsync(
        BuildEntry? last, bool isNew, BuildCache cache, BuildInputs inputs, string pluginFile, WorkerCompilation? forWorkers,
        TextWriter error, CancellationToken cancellationToken)
    {
        var entry = last is null ? null : await CompileAsync(last, cache, inputs, pluginFile, forWorkers, error, cancellationToken);
        var isFull = entry is null;
        // A full build may have other settings.
        if (isFull) forWorkers = null;
        entry ??= await BuildFullyAsync(cache, inputs, pluginFile, error, cancellationToken);
        PluginClasses.CheckOne(entry.Assembly, Shown(pluginFile));

        if (forWorkers is not null) await forWorkers.ResultAsync();
        // Inputs may have changed during the build; then the next command rebuilds.
        if (options.UsesCache && entry.Settings.Length > 0 && Inputs(pluginFile) == inputs)
        {
            cache.Write(entry);
            if (isFull) new SharedBuilds(_root).Add(inputs, entry);
        }

        if (isNew || isFull) Clean();
        return Built(entry.Assembly, entry.Form, entry) with { ForWorkers = forWorkers };
    }

    /// <summary>
    /// Once is enough for all plugins of a command, because recent builds are kept anyway. It reads the whole cache: 500 new plugins
    /// would read 500 times what they all have built.
    /// </summary>
    void Clean()
    {
        if (Interlocked.Exchange(ref _cleaned, 1) == 0) new CacheContents(_root).Clean(options.CacheMegabytes);
    }

    /// <summary>The arguments that make a plugin generate a manifest in a form.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="pluginFile">The full path of its <c>.cs</c> or <c>.csproj</c> file.</param>
    /// <param name="choice">The user's choice.</param>
    /// <param name="error">Where the compiler's messages go.</param>
    /// <exception cref="UsageException">The plugin cannot have this form.</exception>
    public async Task<IReadOnlyList<string>> FormAsync(
        BuiltPlugin plugin, string pluginFile, FormChoice choice, TextWriter error, CancellationToken cancellationToken)
    {
        if (choice.Native is var (sums, urlBase))
        {
            return ["--native", Path.GetFullPath(sums), .. urlBase is null ? (string[])["--embed"] : ["--url-base", urlBase]];
        }

        switch (choice.Form ?? FormChoice.ParseForm(plugin.Form, FormChoice.Property) ?? PluginForm.Portable)
        {
            case PluginForm.Source:
                return [];
            case PluginForm.Portable:
                var folder = await BuildPortableAsync(plugin, pluginFile, error, cancellationToken);
                foreach (var warning in PortableBuild.Warnings(folder)) await error.WriteLineAsync(warning);
                return ["--portable", folder];
            default:
                throw new UsageException(
                    "The native form needs executables: build them with 'spaceforge publish', which also writes the manifest, or give them with --native FILE and --url-base URL or --embed.");
        }
    }

    /// <returns>The folder with the packed program.</returns>
    async Task<string> BuildPortableAsync(BuiltPlugin plugin, string pluginFile, TextWriter error, CancellationToken cancellationToken)
    {
        if (plugin.Entry is not { } entry) return await BuildPortableProjectAsync(pluginFile, error, cancellationToken);

        var target = Path.Combine(entry.ProgramFolder, ".portable");
        if (Directory.Exists(target)) return target;

        using var building = Building(pluginFile, " for workers");
        await using var forWorkers = plugin.ForWorkers ?? CompileForWorkers(entry, pluginFile, cancellationToken);
        var result = await options.Timings.MeasureAsync("compile for workers", forWorkers.ResultAsync)
            ?? throw new UsageException($"{Shown(pluginFile)} cannot be compiled for workers: the SDK's compiler did not run.");
        if (result.Assembly is null) Checked(result, pluginFile, error);
        return options.Timings.Measure(
            "pack the program",
            () => PortableBuild.Pack(pluginFile, result.Assembly!, entry.Compiler.SdkVersion, entry.BuildFolder, target));
    }

    WorkerCompilation CompileForWorkers(BuildEntry entry, string pluginFile, CancellationToken cancellationToken)
    {
        PortableBuild.Prepare();
        var call = entry.Compiler.ForWorkers(PortableBuild.PathMap(pluginFile, entry.BuildFolder));
        var compiler = new CompilerRun(dotnet, NativeCompiler.Find(), new BuildTimings());
        return new WorkerCompilation(entry with { Compiler = call }, compiler, cancellationToken);
    }

    async Task<string> BuildPortableProjectAsync(string pluginFile, TextWriter error, CancellationToken cancellationToken)
    {
        var target = Path.Combine(_root, "portable", ContentHash.OfText(pluginFile)[..16]);
        using var building = Building(pluginFile, " for workers");
        using var work = WorkFolder.Create();
        var map = PortableBuild.PathMap(pluginFile, work.Path)
            .Replace(",", "%2C", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
        var result = Checked(
            await options.Timings.MeasureAsync("build with the SDK", () => new SdkBuild(dotnet, analyze: false).RunAsync(
                pluginFile, work.Path, cancellationToken, "-c", "Release",
                "-p:DebugType=none", "-p:Deterministic=true", $"-p:PathMap={map}")),
            pluginFile,
            error);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        return options.Timings.Measure(
            "pack the program",
            () => PortableBuild.Pack(pluginFile, result.Assembly!, result.Compiler!.SdkVersion, packed: null, target));
    }

    /// <summary>Compiles the plugin into one static executable.</summary>
    /// <param name="pluginFile">The full path of a <c>.cs</c> or <c>.csproj</c> file that exists.</param>
    /// <param name="target">The target architecture.</param>
    /// <param name="artifacts">An empty folder.</param>
    /// <returns>The path of the executable, in <paramref name="artifacts"/>.</returns>
    /// <exception cref="UsageException">It does not build; the messages were printed.</exception>
    public async Task<string> BuildNativeAsync(string pluginFile, Target target, string artifacts, CancellationToken cancellationToken)
    {
        using var building = Building(pluginFile, $" for {target.Architecture}");
        return Checked(await new NativeBuild(dotnet)
            .RunAsync(pluginFile, target, artifacts, cancellationToken), pluginFile, Console.Error).Assembly!;
    }

    BuildInputs Inputs(string pluginFile) => BuildInputs.Read(pluginFile, dotnet, options.Analyze);

    (BuildInputs Inputs, BuildEntry? Last) Find(BuildCache cache, string pluginFile)
    {
        var inputs = Inputs(pluginFile);
        return (inputs, options.UsesCache && inputs.Settings is not null ? cache.Read(inputs.Settings) : null);
    }

    Task<BuildResult> BuildWithSdkAsync(string source, string? artifacts, CancellationToken cancellationToken) =>
        options.Timings.MeasureAsync(
            "build with the SDK", () => new SdkBuild(dotnet, options.Analyze).RunAsync(source, artifacts, cancellationToken));

    async Task<BuildEntry> BuildFullyAsync(
        BuildCache cache, BuildInputs inputs, string pluginFile, TextWriter error, CancellationToken cancellationToken)
    {
        var artifacts = cache.NewFolder();
        var result = Checked(await BuildWithSdkAsync(pluginFile, artifacts, cancellationToken), pluginFile, error);
        var compiler = result.Compiler! with { NeedsSdk = CompilerExtensions.AreUnknownIn(result.Compiler.Analyzers, options.Analyze) };
        return new BuildEntry(
            pluginFile,
            // A build with unknown dependencies is not reused.
            result.DependsOnMore ? "" : inputs.Settings ?? "",
            inputs.Text,
            result.Assembly!,
            artifacts,
            compiler,
            result.Form,
            result.Messages,
            ContentHash.OfFolder(Path.GetDirectoryName(result.Assembly)!),
            ContentHash.OfFiles(result.Inputs),
            result.Variables.ToDictionary(name => name, BuildVariables.HashOf, StringComparer.Ordinal));
    }

    /// <returns>Null if the compiler alone is not enough.</returns>
    async Task<BuildEntry?> CompileAsync(
        BuildEntry last, BuildCache cache, BuildInputs inputs, string pluginFile, WorkerCompilation? forWorkers,
        TextWriter error, CancellationToken cancellationToken)
    {
        var output = cache.NewFolder();
        var result = await new CompilerRun(dotnet, NativeCompiler.Find(), options.Timings)
            .RunAsync(last, output, forWorkers, cancellationToken);
        if (result is null) return null;

        Checked(result, pluginFile, error);
        return last with
        {
            Text = inputs.Text,
            Assembly = result.Assembly!,
            Messages = result.Messages,
            Program = ContentHash.OfFolder(output),
        };
    }

    /// <summary>Prints the compiler's messages; throws if it did not produce a program.</summary>
    BuildResult Checked(BuildResult result, string pluginFile, TextWriter error)
    {
        Print(result.Messages, error);
        if (result.Assembly is not null) return result;

        if (!result.Messages.Any(message => message.IsError)) error.WriteLine(result.Log.Trim());
        throw new UsageException($"{Shown(pluginFile)} does not build.{BuildHints.For(result.Messages, pluginFile)}");
    }

    void Print(IReadOnlyList<CompilerMessage> messages, TextWriter error)
    {
        foreach (var message in messages)
        {
            error.WriteLine(
                TerminalColors.ErrorColor(message.Show(options.Folder), message.IsError ? TerminalColors.Red : TerminalColors.Yellow));
            if (!message.IsError) continue;
            foreach (var line in message.Excerpt()) error.WriteLine(LogText.OneLine(line));
        }
    }

    BuiltPlugin Built(string assembly, string form, BuildEntry? entry) => new(dotnet, assembly, form, entry, options.Timings);

    IDisposable? Building(string pluginFile, string how = "") => Streams.Progress.Show($"Building {Shown(pluginFile)}{how}");

    string Shown(string pluginFile) => Path.GetRelativePath(options.Folder, pluginFile);
}
