using System.CommandLine;
using Spaceforge.Cli.Building;
using Spaceforge.Cli.Terminal;
using Spaceforge.Hooks;
using Spaceforge.Hosting;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge run</c>: runs a hook of a plugin on this machine.</summary>
static class RunCommand
{
    public static Command Create(string name, bool hidden = false)
    {
        var hook = new Argument<string>("HOOK") { HelpName = "HOOK", Description = "The hook to run, for example after_plan" };
        hook.CompletionSources.Add([.. HookNames.All]);
        var pluginFile = new Option<string>("--plugin-file")
        {
            HelpName = "FILE",
            Description = "The plugin's C# file or project",
            DefaultValueFactory = _ => PluginFiles.Default,
        };
        var parameters = new Option<string[]>("--param")
        {
            HelpName = "ID=VALUE",
            Description = "Set a parameter [default: the variable named like its id in upper case, else its default]",
        };

        var source = new Option<string?>("--source")
        {
            HelpName = "DIR",
            Description = "Run the hook in a copy of this folder, the stack's [default: the current folder itself]",
        };
        var plan = new Option<string?>("--plan-json")
        {
            HelpName = "FILE",
            Description = "The plan that the hook gets, as 'terraform show -json' prints it; without --source, in an empty folder",
        };
        var state = new Option<string?>("--state-json")
        {
            HelpName = "FILE",
            Description = "The state before the run that the hook gets, as 'terraform show -json' prints it",
        };

        var command = new Command(name, "Run a hook of a plugin on this machine")
        {
            hook, pluginFile, parameters, source, plan, state, BuildCommandOptions.NoCache, BuildCommandOptions.Timings,
        };
        command.Hidden = hidden;
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(hook), parsed.GetRequiredValue(pluginFile), parsed.GetValue(parameters) ?? [],
            new Given(
                SimulateOptions.Existing(parsed.GetValue(source), "--source", Directory.Exists, "folder"),
                SimulateOptions.Existing(parsed.GetValue(plan), "--plan-json", File.Exists, "file"),
                SimulateOptions.Existing(parsed.GetValue(state), "--state-json", File.Exists, "file")),
            BuildCommandOptions.Read(parsed), cancellationToken));
        return command;
    }

    /// <summary>What the hook is given instead of the current folder.</summary>
    sealed record Given(string? Source, string? Plan, string? State)
    {
        public bool IsAnything => Source is not null || Plan is not null || State is not null;
    }

    static async Task<int> RunAsync(
        string hook, string pluginFile, string[] parameters, Given given, BuildOptions options, CancellationToken cancellationToken)
    {
        var file = PluginFiles.Resolve(pluginFile, options.Folder);
        foreach (var parameter in parameters) ParameterArgument.Parse(parameter);

        var plugin = await BuildAsync(file, options);
        // The rest of the time is the hook's.
        if (options.ShowsTimings) options.Timings.Print(Console.Error);
        string[] arguments = ["run", hook, .. parameters.SelectMany(parameter => (string[])["--param", parameter])];
        using var workspace = given.IsAnything
            ? await RunWorkspace.CreateAsync(given.Source, given.Plan, given.State, cancellationToken) : null;
        if (workspace is not null) Directory.SetCurrentDirectory(workspace.Path);
        if (!TerminalColors.HasOutput)
        {
            return workspace is null ? await plugin.HandOverAsync(arguments)
                : await plugin.RunAsync(arguments, new Dictionary<string, string>());
        }

        using var drawing = new MarkdownDrawing();
        var exitCode = await plugin.RunAsync(arguments, drawing.Variables);
        drawing.Draw(Console.Out);
        return exitCode;
    }

    /// <summary>Builds with its own signal handlers: once the hook runs, signals go to the hook.</summary>
    static async Task<BuiltPlugin> BuildAsync(string file, BuildOptions options)
    {
        using var stop = new CancellationTokenSource();
        using var signals = new StopSignals(stop);
        return await PluginBuilder.Create(options).BuildAsync(file, Console.Error, stop.Token);
    }
}
