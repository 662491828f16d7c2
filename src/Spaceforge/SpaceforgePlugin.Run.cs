using System.Diagnostics.CodeAnalysis;
using Spaceforge.Commands;
using Spaceforge.Hosting;
using Spaceforge.Model;

namespace Spaceforge;

public abstract partial class SpaceforgePlugin
{
    /// <summary>
    /// The whole program of a plugin: answers <c>generate [-o FILE]</c>, <c>run HOOK [--param ID=VALUE]</c>, <c>--help</c> and
    /// <c>--version</c>.
    /// </summary>
    /// <typeparam name="T">The plugin class, with a public constructor without parameters.</typeparam>
    /// <param name="args">The arguments of the program.</param>
    /// <returns>
    /// The exit code: 0 done, 1 the hook failed, 2 used wrongly. It is that of the process as well, for programs that drop it; one
    /// that ends before this does fails.
    /// </returns>
    public static async Task<int> RunAsync<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | PluginDefinition.Needed)] T>(
        string[] args)
        where T : SpaceforgePlugin
    {
        ArgumentNullException.ThrowIfNull(args);
        if (StaticExecutable.IsThis) StaticExecutable.Prepare();
        else TerminalKeys.Keep();
        HomeFolder.Provide();
        var environment = HostEnvironment.OfProcess();
        environment = environment with { Guard = ExitGuard.ForProcess(args, typeof(T).Name, environment.Error) };
        // Not new T(): a class with required members, which the installer's parameters fill, could not be T then.
        var host = new PluginHost(typeof(T), Activator.CreateInstance<T>, environment);
        // A guard whose program does not wait for it, or drops what it returned, must not let everything through.
        Environment.ExitCode = ExitCodes.Failed;
        var code = await host.RunAsync(args).ConfigureAwait(false);
        return environment.Guard is { } guard ? guard.End(code) : Environment.ExitCode = code;
    }
}
