using Microsoft.Extensions.Logging;
using Spaceforge.Plans;
using Spaceforge.Services;

namespace Spaceforge;

public abstract partial class SpaceforgePlugin
{
    PluginServices? _services;

    /// <summary>What the host hands to the plugin before it calls a hook.</summary>
    internal PluginServices Services
    {
        get => _services ?? throw new InvalidOperationException(
            "The services of a plugin are there in hooks only, not in its constructor or its definition.");
        set => _services = value;
    }

    /// <summary>
    /// Writes to the run's log, each line as <c>[RUN_ID] (PLUGIN) message</c>; values of sensitive parameters and variables are
    /// masked. Debug lines are shown when <c>SPACELIFT_DEBUG</c> is <c>true</c> and in local runs.
    /// </summary>
    protected ILogger Logger => Services.Logger;

    /// <summary>The environment variables of the run: those that the plugin's contexts declare, the platform's and the stack's.</summary>
    protected EnvironmentVariables Env => Services.Env;

    /// <summary>Runs a command in the project's folder, logs its output line by line while it runs, and returns what came of it.</summary>
    /// <param name="command">The program: a name that is looked up on the PATH, or a path.</param>
    /// <param name="arguments">Its arguments, one by one. No shell reads them, so nothing needs quoting.</param>
    /// <exception cref="PluginFailedException">There is no such program, or it cannot be executed.</exception>
    protected Task<CliResult> RunCliAsync(string command, params IReadOnlyList<string> arguments) =>
        Services.Commands.RunAsync(new CliOptions(), command, arguments);

    /// <summary>Runs a command as <see cref="RunCliAsync(string, IReadOnlyList{string})"/> does, with options.</summary>
    /// <param name="options">Whether to log its output, and which exit codes are no failure.</param>
    /// <param name="command">The program: a name that is looked up on the PATH, or a path.</param>
    /// <param name="arguments">Its arguments, one by one. No shell reads them, so nothing needs quoting.</param>
    /// <exception cref="PluginFailedException">There is no such program, or it cannot be executed.</exception>
    protected Task<CliResult> RunCliAsync(CliOptions options, string command, params IReadOnlyList<string> arguments) =>
        Services.Commands.RunAsync(options, command, arguments);

    /// <summary>Shows Markdown beside the run in Spacelift's user interface. A local run prints it instead.</summary>
    /// <param name="markdown">The text. A second one in the same run takes the place of the first.</param>
    /// <returns>Whether Spacelift has it. A failure is logged and does not fail the hook.</returns>
    protected Task<bool> SendMarkdownAsync(string markdown) => Services.Outputs.SendAsync(markdown);

    /// <summary>Reads the run's plan, <c>spacelift.plan.json</c> in the project's folder, anew at each call.</summary>
    /// <returns>The plan, or null with an error in the log where there is no such file.</returns>
    /// <exception cref="PluginFailedException">The file cannot be read, is cut off, is no JSON, or is no plan.</exception>
    protected TerraformPlan? GetPlan() => PlanFile.ReadPlan(Services.WorkingDirectory, Services.Log);

    /// <summary>Reads the state before the run, <c>spacelift.state.before.json</c> in the project's folder, anew at each call.</summary>
    /// <returns>The state, or null with an error in the log where there is no such file.</returns>
    /// <exception cref="PluginFailedException">The file cannot be read, is cut off, is no JSON, or is no state.</exception>
    protected TerraformState? GetStateBefore() => PlanFile.ReadState(Services.WorkingDirectory, Services.Log);
}
