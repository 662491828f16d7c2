using System.Diagnostics.CodeAnalysis;
using Spaceforge.Logging;
using Spaceforge.Model;

namespace Spaceforge.Hosting;

/// <summary>A plugin's program: runs one command and returns its exit code.</summary>
sealed class PluginHost(
    [DynamicallyAccessedMembers(PluginDefinition.Needed)] Type type, Func<IHookPlugin> create, HostEnvironment environment)
{
    const string Usage = """
        Usage:
          generate [-o FILE] [--source FILE]   make the plugin manifest; FILE is plugin.yaml beside the source, - is standard output
            --native FILE --url-base URL       for executables that workers download, with their SHA-256 sums in FILE
            --native FILE --embed              with the executables beside FILE in the manifest
          run HOOK [--param ID=VALUE]...       run a hook on this machine
          --version                            show the versions of the plugin and of Spaceforge
          --help                               show this text

        Exit codes: 0 success, 1 the hook failed, 2 usage error.
        """;

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        try
        {
            switch (PluginArguments.Parse(args))
            {
                case PluginArguments.Generate generate:
                    if (StaticExecutable.IsThis)
                    {
                        throw new UsageException(
                            "This executable only runs hooks on workers. Generate the manifest from the source: spaceforge generate FILE.");
                    }

                    // Standard output is reserved for the manifest: anything the plugin prints while its definition is read goes elsewhere.
                    if (environment.OwnsProcess) Console.SetOut(environment.Error);
                    var generation = new ManifestGeneration(type, CreatePlugin(), environment);
                    if (generation.Prepare(generate) is not { } write) return ExitCodes.UsedWrongly;

                    return environment.Guard is { } guard ? guard.Probe(() => TellFaults(write)) : TellFaults(write);

                case PluginArguments.Run run:
                    return await new HookRun(type, CreatePlugin, environment).RunAsync(run, cancellationToken);

                case PluginArguments.ShowVersion:
                    var plugin = CreatePlugin();
                    await environment.Output.WriteLineAsync($"{plugin.Name} {plugin.Version} (Spaceforge {LibraryVersion.Text})");
                    return ExitCodes.Done;

                default:
                    await environment.Output.WriteLineAsync(StaticExecutable.IsThis ? ExecutableUsage() : Usage);
                    return ExitCodes.Done;
            }
        }
        catch (Exception e) when (IsFault(e))
        {
            return Tell(e);
        }
    }

    int TellFaults(Action write)
    {
        try
        {
            write();
            return ExitCodes.Done;
        }
        catch (Exception e) when (IsFault(e))
        {
            return Tell(e);
        }
    }

    static bool IsFault(Exception e) => e is SpaceforgeException or IOException or UnauthorizedAccessException;

    int Tell(Exception fault)
    {
        if (fault is SpaceforgeException known)
        {
            Tell(known.Message);
            return known.ExitCode;
        }

        Tell($"Cannot write to standard output: {fault.Message}");
        return ExitCodes.Failed;
    }

    void Tell(string message)
    {
        try
        {
            environment.Error.Write(LogText.Lines("error: ", message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only the exit code is left to report it.
        }
    }

    string ExecutableUsage()
    {
        var plugin = CreatePlugin();
        return ExecutableHelp.Of(plugin, DeclaredParameters.Of(plugin, type, environment.PropertiesAreSet));
    }

    IHookPlugin CreatePlugin()
    {
        try
        {
            return create();
        }
        catch (Exception e)
        {
            throw DefinitionException.From(type, e, environment.Env.Debug);
        }
    }
}
