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

        var command = new Command(name, "Run a hook of a plugin on this machine")
        {
            hook, pluginFile, parameters, BuildCommandOptions.NoCache, BuildCommandOptions.Timings,
        };
        command.Hidden = hidden;
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetRequiredValue(hook), parsed.GetRequiredValue(pluginFile), parsed.GetValue(parameters)
                ?? [], BuildCommandOptions.Read(parsed)));
        return command;
    }

    static async Task<int> RunAsync(string hook, string pluginFile, string[] parameters, BuildOptions options)
    {
        var file = PluginFiles.Resolve(pluginFile, options.Folder);
        foreach (var parameter in parameters) ParameterArgument.Parse(parameter);

        var plugin = await BuildAsync(file, options);
        // The rest of the time is the hook's.
        if (options.ShowsTimings) options.Timings.Print(Console.Error);
        string[] arguments = ["run", hook, .. parameters.SelectMany(parameter => (string[])["--param", parameter])];
        if (!TerminalColors.HasOutput) return await plugin.HandOverAsync(arguments);

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
