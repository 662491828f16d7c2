using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Spaceforge.Api;
using Spaceforge.Commands;
using Spaceforge.Files;
using Spaceforge.Http;
using Spaceforge.Logging;
using Spaceforge.Markdown;
using Spaceforge.Outputs;
using Spaceforge.Pending;
using Spaceforge.Plans;
using Spaceforge.PolicyInputs;
using Spaceforge.Secrets;
using Spaceforge.Workspaces;

namespace Spaceforge.Hosting;

/// <summary>Creates the services of one hook. They do nothing until they are called.</summary>
sealed class HookServiceScope : IDisposable
{
    readonly RetryingHttp _http;
    readonly RunPlans _plans;
    readonly BackgroundProcesses _background;

    public HookServiceScope(
        HostEnvironment environment, RunInfo run, string plugin, SecretMasker secrets,
        TextWriter output, TextWriter error, CancellationToken cancellationToken, bool exportsVariables = false)
    {
        var env = environment.Env;
        Started = new StartedWork(environment.OwnsProcess);
        var log = new PluginLogger(
            error,
            run.Id ?? "local",
            plugin,
            minimum: run.IsLocal || env.Debug ? LogLevel.Debug : LogLevel.Information,
            colors: (!run.IsLocal || environment.ErrorIsTerminal) && string.IsNullOrEmpty(env.Get("NO_COLOR")),
            traces: env.Debug);
        _http = new RetryingHttp(environment.Http, environment.Clock, text => log.Write(LogLevel.Warning, text), cancellationToken);
        var commands = new CommandRunner(log, env, secrets, environment.WorkingDirectory, cancellationToken)
        {
            Script = environment.CommandScript,
            Clock = environment.Clock,
        };
        _plans = new RunPlans(environment.WorkingDirectory, run, new PlanShow(run, commands, log), log);
        var workspace = new PluginWorkspace(run, plugin, log);
        ExportedFile.MaskEarlier(workspace, env, secrets);
        _background = new BackgroundProcesses(workspace, commands, env, log);
        Services = new HookServices(
            env: env,
            clock: environment.Clock,
            runInfo: run,
            log: log,
            secrets: secrets,
            files: new ProjectFiles(environment.WorkingDirectory),
            commands: commands,
            api: new SpaceliftApi(env, _http, log, secrets, environment.Clock, Started),
            outputs: new PluginOutputs(plugin, env, run, _http, log, secrets, environment.MarkdownTaken ?? PrintMarkdown),
            policyInputs: new PolicyInputFiles(run, environment.WorkingDirectory, log, secrets, environment.PolicyInputTaken ?? Print),
            plans: _plans,
            workspace: workspace,
            exports: exportsVariables ? new ExportedFile(workspace, env, secrets, log) : null,
            background: _background,
            started: Started,
            stop: cancellationToken);

        // Without the tool, nothing renders it, and plain Markdown is readable.
        void PrintMarkdown(string markdown) =>
            output.WriteLine(environment.OutputIsTerminal ? ControlCharacters.Remove(markdown) : markdown);

        void Print(string name, JsonObject data) => output.WriteLine($"{name}: {data.ToJsonString()}");
    }

    public HookServices Services { get; }

    public StartedWork Started { get; }

    public void Dispose()
    {
        Started.Dispose();
        _http.Dispose();
        _plans.Dispose();
        _background.Dispose();
    }
}
