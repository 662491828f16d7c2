using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Spaceforge.Hooks;
using Spaceforge.Model;

namespace Spaceforge;

/// <summary>What the class of all plugins declares, without the host and the services, which would have to be compiled too.</summary>
public abstract class SpaceforgePlugin : IPlugin
{
    public abstract string Name { get; }
    public virtual string Version => "1.0.0";
    public virtual string Author => "Unknown";
    public virtual string? Description => null;
    public virtual IReadOnlyList<string> Labels => [];
    public virtual IReadOnlyList<Parameter> Parameters => [];
    public virtual IReadOnlyList<Context> Contexts => [];
    public virtual IReadOnlyList<Binary> Binaries => [];
    public virtual IReadOnlyList<Policy> Policies => [];
    public virtual IReadOnlyList<Webhook> Webhooks => [];
    public virtual bool ExportsVariables => false;

    protected ILogger Logger => NullLogger.Instance;

    bool IPlugin.Overrides(Hook hook) => GetType().GetMethod(HookNames.MethodOf(hook), BindingFlags.Instance | BindingFlags.NonPublic)!
        .DeclaringType != typeof(SpaceforgePlugin);

    protected virtual Task BeforeInitAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected virtual Task AfterInitAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected virtual Task BeforePlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected virtual Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected virtual Task BeforeApplyAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected virtual Task AfterApplyAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected virtual Task BeforePerformAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected virtual Task AfterPerformAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected virtual Task BeforeDestroyAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected virtual Task AfterDestroyAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    protected virtual Task AfterRunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
