using System.Diagnostics.CodeAnalysis;
using Spaceforge.Commands;
using Spaceforge.Hosting;
using Spaceforge.Model;

namespace Spaceforge;

public abstract partial class SpaceforgePlugin
{
    /// <summary>
    /// Runs the plugin's program: <c>generate [-o FILE]</c>, <c>run HOOK [--param ID=VALUE]</c>, <c>--help</c> or
    /// <c>--version</c>.
    /// </summary>
    /// <typeparam name="T">The plugin class, with a public parameterless constructor.</typeparam>
    /// <param name="args">The program's arguments.</param>
    /// <returns>
    /// The exit code: 0 success, 1 the hook failed, 2 usage error. It is also set as the process's exit code, in case the program ignores
    /// it. If the program ends before this method does, it fails.
    /// </returns>
    public static async Task<int> RunAsync<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | PluginDefinition.Needed)] T>(
        string[] args)
        where T : SpaceforgePlugin
    {
        ArgumentNullException.ThrowIfNull(args);
        if (StaticExecutable.IsThis) StaticExecutable.Prepare();
        else if (!Console.IsInputRedirected || !Console.IsOutputRedirected || !Console.IsErrorRedirected) TerminalKeys.Keep();
        HomeFolder.Provide();
        var environment = HostEnvironment.OfProcess();
        environment = environment with { Guard = ExitGuard.ForProcess(args, typeof(T).Name, environment.Error) };
        // Not new T(): T could then not have required members, which hold the installer's parameters.
        var host = new PluginHost(typeof(T), Activator.CreateInstance<T>, environment);
        // A program that does not wait for this, or ignores the result, must not let everything through.
        Environment.ExitCode = ExitCodes.Failed;
        var code = await host.RunAsync(args).ConfigureAwait(false);
        return environment.Guard is { } guard ? guard.End(code) : Environment.ExitCode = code;
    }
}
