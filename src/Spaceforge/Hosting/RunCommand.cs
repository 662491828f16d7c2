using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Services;

namespace Spaceforge.Hosting;

/// <summary>Runs a hook of a plugin, on a worker or on the author's machine.</summary>
sealed class RunCommand([DynamicallyAccessedMembers(HookOverrides.Needed)] Type type, Func<SpaceforgePlugin> create, HostConsole console)
{
    readonly SecretMasker _secrets = new();

    public async Task<int> RunAsync(PluginArguments.Run arguments)
    {
        var hook = ParseHook(arguments.HookName);
        var plugin = create();
        Prepare(plugin, arguments.Parameters);

        using var stop = new CancellationTokenSource();
        var signal = 0;
        using var terminate = OnSignal(PosixSignal.SIGTERM, 15);
        using var interrupt = OnSignal(PosixSignal.SIGINT, 2);
        plugin.Services = Services(plugin.Name, stop.Token);

        var name = HookNames.NameOf(hook);
        Say($"Running hook: {name}");
        try
        {
            await plugin.InvokeAsync(hook, stop.Token);
            Say($"Hook completed: {name}");
            return ExitCodes.Done;
        }
        catch (OperationCanceledException) when (signal != 0)
        {
            Say($"Error running hook '{name}': stopped by signal {signal}");
            return ExitCodes.SignalBase + signal;
        }
        catch (Exception e)
        {
            var message = e is SpaceforgeException ? e.Message : $"{e.GetType().Name}: {e.Message}";
            Say($"Error running hook '{name}': {message}");
            if (console.Env.Debug) console.Error.WriteLine(_secrets.Apply(e.ToString()));
            return e is SpaceforgeException known ? known.ExitCode : ExitCodes.HookFailed;
        }

        PosixSignalRegistration OnSignal(PosixSignal kind, int number) => PosixSignalRegistration.Create(kind, context =>
        {
            // The first one lets the hook end what it began; a second one ends the process at once.
            context.Cancel = Interlocked.Exchange(ref signal, number) == 0;
            stop.Cancel();
        });
    }

    Hook ParseHook(string name)
    {
        if (HookNames.Parse(name) is not { } hook)
        {
            var hint = HookNames.Suggest(name) is { } meant ? $"Is it {meant}?" : $"There are {string.Join(", ", HookNames.All)}.";
            throw new UsageException($"There is no hook '{name}'. {hint}");
        }

        if (HookOverrides.Overrides(type, hook)) return hook;

        var own = HookOverrides.Of(type).Select(HookNames.NameOf).ToArray();
        throw new UsageException(
            $"{type.Name} does not override {HookNames.MethodOf(hook)}, so it has no hook {name}. "
            + (own.Length == 0 ? "It has none at all." : $"It has {string.Join(", ", own)}."));
    }

    void Prepare(SpaceforgePlugin plugin, IReadOnlyDictionary<string, string> given)
    {
        try
        {
            var (parameters, contexts) = (plugin.Parameters, plugin.Contexts);
            var table = new ParameterTable(parameters);
            // On a worker the platform has set them.
            if (console.Env.RunId is null) new LocalVariables(parameters, table, console.Env).Set(contexts, given);
            FindSecrets(contexts, table);
        }
        catch (Exception e) when (e is not SpaceforgeException)
        {
            throw DefinitionException.From(type, e, console.Env.Debug);
        }
    }

    void FindSecrets(IReadOnlyList<Context> contexts, ParameterTable table)
    {
        _secrets.Add(console.Env.Get("SPACELIFT_API_TOKEN"));
        foreach (var variable in contexts.SelectMany(context => context.Env))
        {
            var secret = table.IsSensitive(variable)
                || (variable.ValueFromParameter is { } reference && table.Get(reference).Parameter.Sensitive);
            if (secret) _secrets.Add(console.Env.Get(variable.Key));
        }
    }

    PluginServices Services(string plugin, CancellationToken cancellationToken)
    {
        var env = console.Env;
        var log = new PluginLogger(
            console.Error,
            _secrets,
            env.RunId ?? "local",
            plugin,
            minimum: env.RunId is null || env.Debug ? LogLevel.Debug : LogLevel.Information,
            colors: (env.RunId is not null || console.ErrorIsTerminal) && string.IsNullOrEmpty(env.Get("NO_COLOR")));
        return new PluginServices
        {
            Env = env,
            Log = log,
            Commands = new CommandRunner(log, cancellationToken),
            Outputs = new PluginOutputs(plugin, env, log, console.Output, _secrets, cancellationToken),
            WorkingDirectory = Directory.GetCurrentDirectory(),
        };
    }

    void Say(string text) => console.Error.WriteLine(_secrets.Apply($"[SpaceForge] {text}"));
}
