using Spaceforge.Cli.Commands;
using Spaceforge.Cli.Processes;
using Spaceforge.Cli.Publishing;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Building;

/// <summary>
/// Builds a plugin in the cheapest way that gives what a full build would: not at all where nothing changed, with the compiler
/// alone where only C# text changed, else with the SDK. Projects are always built with the SDK, which knows what belongs to them.
/// </summary>
sealed class PluginBuilder(DotnetHost dotnet, string folder)
{
    public static PluginBuilder Create(string folder, bool analyze = false) => new(DotnetHost.Find(), folder) { Analyze = analyze };

    /// <summary>
    /// Whether analyzers look at the source. Not unless it is asked for: an analyzer's error would end the build with what it knows,
    /// and <c>generate</c> tells all that is wrong at once.
    /// </summary>
    public bool Analyze { get; init; }

    /// <param name="pluginFile">The full path of a <c>.cs</c> or <c>.csproj</c> file that exists.</param>
    /// <exception cref="UsageException">It does not build, or holds no plugin or several; the messages were printed.</exception>
    public async Task<BuiltPlugin> BuildAsync(string pluginFile, CancellationToken cancellationToken)
    {
        var sdk = new SdkBuild(dotnet, Analyze);
        if (Path.GetExtension(pluginFile) == ".csproj")
        {
            var project = Checked(await sdk.RunAsync(pluginFile, artifacts: null, cancellationToken), pluginFile);
            PluginClasses.CheckOne(project.Assembly!, Shown(pluginFile));
            return new BuiltPlugin(dotnet, project.Assembly!);
        }

        var cache = BuildCache.For(pluginFile, Analyze ? "-analyzed" : "");
        var inputs = BuildInputs.Read(pluginFile, dotnet);
        var last = cache.Read();
        if (inputs.Settings is null || last?.Settings != inputs.Settings) last = null;
        if (last?.Text == inputs.Text) return new BuiltPlugin(dotnet, last.Assembly);

        var entry = last is null
            ? await BuildFullyAsync(sdk, cache, inputs, pluginFile, cancellationToken)
            : await CompileAsync(last, cache, inputs, pluginFile, cancellationToken);
        PluginClasses.CheckOne(entry.Assembly, Shown(pluginFile));

        // What the program depends on may have changed while it was built: then the next one builds again.
        if (inputs.Settings is not null && BuildInputs.Read(pluginFile, dotnet) == inputs) cache.Write(entry);
        return new BuiltPlugin(dotnet, entry.Assembly);
    }

    /// <summary>Compiles the plugin into one static executable.</summary>
    /// <param name="pluginFile">The full path of a <c>.cs</c> or <c>.csproj</c> file that exists.</param>
    /// <param name="target">What it is built for.</param>
    /// <param name="artifacts">An empty folder.</param>
    /// <returns>The path of the executable, in <paramref name="artifacts"/>.</returns>
    /// <exception cref="UsageException">It does not build; the messages were printed.</exception>
    public async Task<string> BuildNativeAsync(string pluginFile, Target target, string artifacts, CancellationToken cancellationToken) =>
        Checked(await new NativeBuild(dotnet).RunAsync(pluginFile, target, artifacts, cancellationToken), pluginFile).Assembly!;

    async Task<BuildEntry> BuildFullyAsync(
        SdkBuild sdk, BuildCache cache, BuildInputs inputs, string pluginFile, CancellationToken cancellationToken)
    {
        var artifacts = cache.NewFolder();
        var result = Checked(await sdk.RunAsync(pluginFile, artifacts, cancellationToken), pluginFile);
        return new BuildEntry(
            // A referenced project has files of its own, which are not among the inputs.
            result.RefersToProjects ? "" : inputs.Settings ?? "",
            inputs.Text,
            result.Assembly!,
            new FileInfo(result.Assembly!).Length,
            artifacts,
            result.Compiler!,
            result.CompilerArguments,
            BuildCache.Stamps(result.CompilerArguments, dotnet.Root));
    }

    async Task<BuildEntry> CompileAsync(
        BuildEntry last, BuildCache cache, BuildInputs inputs, string pluginFile, CancellationToken cancellationToken)
    {
        var result = Checked(await new CompilerRun(dotnet).RunAsync(last, cache.NewFolder(), cancellationToken), pluginFile);
        return last with { Text = inputs.Text, Assembly = result.Assembly!, Size = new FileInfo(result.Assembly!).Length };
    }

    /// <summary>Prints what the compiler said; goes on only if it made a program.</summary>
    BuildResult Checked(BuildResult result, string pluginFile)
    {
        foreach (var message in result.Messages)
        {
            Console.Error.WriteLine(Terminal.ErrorColor(message.Show(folder), message.IsError ? Terminal.Red : Terminal.Yellow));
        }

        if (result.Assembly is not null) return result;

        if (!result.Messages.Any(message => message.IsError)) Console.Error.WriteLine(result.Log.Trim());
        throw new UsageException($"{Shown(pluginFile)} does not build.{BuildHints.For(result.Messages, pluginFile)}");
    }

    string Shown(string pluginFile) => Path.GetRelativePath(folder, pluginFile);
}
