using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Spaceforge.Hooks;
using Spaceforge.Http;
using Spaceforge.Logging;
using Spaceforge.Model;
using Spaceforge.Secrets;
using Spaceforge.Validation;

namespace Spaceforge.Hosting;

/// <summary>Runs a plugin's hook, on a worker or on the author's machine.</summary>
sealed class HookRun([DynamicallyAccessedMembers(PluginDefinition.Needed)] Type type, Func<IHookPlugin> create, HostEnvironment environment)
{
    // Shorter values could be words of the message.
    const int ShortestGuess = 6;

    static readonly string[] NoSecrets = ["PATH", "HOME", "PWD", "OLDPWD", "HOSTNAME", "LANG", "TERM", "SHELL", "USER"];

    readonly SecretMasker _secrets = new();
    bool _definitionIsRead;

    public async Task<int> RunAsync(PluginArguments.Run arguments, CancellationToken cancellationToken = default)
    {
        var hook = ParseHook(arguments.HookName);
        var run = RunInfo.From(environment.Env);
        if (environment.OwnsProcess)
        {
            ProcessSecrets.RefuseDumps();
            // On a developer's machine, a debugger may need to attach.
            if (!run.IsLocal) ProcessSecrets.RefuseReaders();
        }

        using var output = new MaskingWriter(environment.Output, _secrets) { Holds = true };
        using var error = new MaskingWriter(environment.Error, _secrets) { Holds = true };
        if (!run.IsLocal) _secrets.Announce = secret => output.WriteUnmasked($"::add-mask {secret}\n");
        if (environment.OwnsProcess)
        {
            Console.SetOut(output);
            Console.SetError(error);
            AppDomain.CurrentDomain.UnhandledException += (_, e) => Crash(error, (Exception)e.ExceptionObject);
        }

        try
        {
            _secrets.Add(environment.Env.Get("SPACELIFT_API_TOKEN"));
            var plugin = create();
            RequireHook(plugin, hook);
            Prepare(plugin, run, arguments.Parameters);
            output.Holds = error.Holds = false;
            return await RunAsync(hook, plugin, run, output, error, cancellationToken);
        }
        catch (SpaceforgeException e)
        {
            if (!_definitionIsRead) AddAllThatMayBeSecret(run, arguments.Parameters);
            output.Holds = error.Holds = false;
            error.Write(LogText.Lines("error: ", e.Message));
            return e.ExitCode;
        }
    }

    async Task<int> RunAsync(
        Hook hook, IHookPlugin plugin, RunInfo run, MaskingWriter output, MaskingWriter error, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var signals = environment.OwnsProcess ? new StopSignals(stop, Announce) : null;
        using var services = new HookServiceScope(
            environment, run, plugin.Name, _secrets, output, error, stop.Token, plugin.ExportsVariables);
        plugin.Services = services.Services;

        var name = HookNames.NameOf(hook);
        error.WriteOwnLine($"[SpaceForge] Running hook: {name}");
        try
        {
            await plugin.InvokeAsync(hook, stop.Token);
            // A hook that swallows all exceptions did not complete its checks.
            if (signals?.Number is > 0) throw new OperationCanceledException(stop.Token);
            if (await services.Started.ProblemAsync() is { } problem) throw new PluginFailedException(problem);

            error.WriteOwnLine($"[SpaceForge] Hook completed: {name}");
            return ExitCodes.Done;
        }
        catch (OperationCanceledException) when (signals?.Number is > 0)
        {
            error.WriteLine($"[SpaceForge] Error running hook '{name}': stopped by {signals.Name}");
            return ExitCodes.SignalBase + signals.Number;
        }
        catch (Exception e)
        {
            error.Write(LogText.Lines("[SpaceForge] ", $"Error running hook '{name}': {ExceptionText.Of(e, CertificateStore.HintFor)}"));
            if (environment.Env.Debug) error.Write(LogText.Lines("[SpaceForge] ", e.ToString()));
            await services.Started.StopAsync(stop);
            return e is SpaceforgeException known ? known.ExitCode : ExitCodes.Failed;
        }

        void Announce(int signal)
        {
            // A hook that ignores its token may run for a long time.
            if (StopSignals.Hint(signal) is { } hint) error.WriteLine($"[SpaceForge] {hint}");
        }
    }

    /// <summary>Handles exceptions on the plugin's own threads: the runtime would print them unmasked, and dump the memory.</summary>
    static void Crash(MaskingWriter error, Exception e)
    {
        error.Holds = false;
        error.Write(LogText.Lines("[SpaceForge] ", $"Error on another thread of the plugin: {e}"));
        error.Flush();
        Environment.Exit(ExitCodes.Failed);
    }

    /// <summary>If a definition cannot be read, it is unknown which of the values in the error are secrets.</summary>
    void AddAllThatMayBeSecret(RunInfo run, IReadOnlyDictionary<string, string> given)
    {
        // Not registered with the platform, which would mask them in all later output.
        _secrets.Announce = null;
        foreach (var value in given.Values) AddLong(value);
        if (run.IsLocal) return;

        var variables = environment.Env.Own
            ?? Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Select(entry => KeyValuePair.Create((string)entry.Key, (string)entry.Value!));
        foreach (var (name, value) in variables)
        {
            if (!name.StartsWith("TF_VAR_spacelift_", StringComparison.Ordinal) && !NoSecrets.Contains(name)) AddLong(value);
        }

        void AddLong(string value)
        {
            if (value.Length >= ShortestGuess) _secrets.Add(value);
        }
    }

    static Hook ParseHook(string name)
    {
        if (HookNames.Parse(name) is not { } hook)
        {
            var hint = HookNames.Suggest(name) is { } meant ? $"Did you mean {meant}?" : $"Use one of {string.Join(", ", HookNames.All)}.";
            throw new UsageException($"Unknown hook '{name}'. {hint}");
        }

        return hook;
    }

    void RequireHook(IPlugin plugin, Hook hook)
    {
        if (environment.HasEveryHook || plugin.Overrides(hook)) return;

        var own = HookOverrides.Of(plugin).Select(HookNames.NameOf).ToArray();
        throw new UsageException(
            $"{type.Name} does not override {HookNames.MethodOf(hook)}, so it has no hook {HookNames.NameOf(hook)}. "
            + (own.Length == 0 ? "It has no hooks." : $"It has {string.Join(", ", own)}."));
    }

    void Prepare(IPlugin plugin, RunInfo run, IReadOnlyDictionary<string, string> given)
    {
        try
        {
            var declared = DeclaredParameters.Of(plugin, type, environment.PropertiesAreSet);
            var table = new ParameterTable(declared.Parameters);
            foreach (var (position, id) in table.Ids.Index())
            {
                if (declared.Parameters[position].Sensitive && given.TryGetValue(id, out var secret)) _secrets.Add(secret);
            }

            _definitionIsRead = true;
            // On a worker, the platform has set them.
            if (run.IsLocal || environment.StandsForPlatform)
            {
                new LocalVariables(declared.Parameters, table, environment.Env).Set(declared.AllContexts, given);
            }
            FindSecrets(declared.AllContexts, table);
            SetProperties(plugin, declared.Properties);
        }
        catch (Exception e) when (e is not SpaceforgeException)
        {
            throw DefinitionException.From(type, e, environment.Env.Debug);
        }
    }

    void SetProperties(IPlugin plugin, IReadOnlyList<ParameterProperty> properties)
    {
        // A published plugin was already checked, and leaving the rules out keeps it small.
        if (!StaticExecutable.IsThis) CheckProperties(properties);
        var wrong = properties.Select(property => property.Set(plugin, environment.Env.Get(property.Variable))).OfType<string>().ToList();
        if (wrong.Count > 0) throw new UsageException(string.Join('\n', wrong));
    }

    void CheckProperties(IReadOnlyList<ParameterProperty> properties)
    {
        var findings = new Findings();
        PropertyRules.Check(type.Name, properties, findings);
        if (findings.HasErrors)
        {
            throw new UsageException(string.Join('\n', findings.All.Select(finding => $"{finding.Place}: {finding.Message}")));
        }
    }

    void FindSecrets(IReadOnlyList<Context> contexts, ParameterTable table)
    {
        foreach (var context in contexts)
        {
            foreach (var variable in context.Env)
            {
                var secret = table.IsSensitive(variable)
                    || (variable.ValueFromParameter is { } reference && table.Get(reference).Parameter.Sensitive);
                if (secret) _secrets.Add(environment.Env.Get(variable.Key));
            }
        }
    }
}
