using Spaceforge.Hosting;

namespace Spaceforge;

// A hook fails the run by throwing an exception, for example a PluginFailedException with a message for people.
public abstract partial class SpaceforgePlugin
{
    /// <summary>Runs before init, the first phase of every run.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task BeforeInitAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after init.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task AfterInitAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before the plan is created.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task BeforePlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the plan is created and before plan policies evaluate it.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before apply. A run that waited for confirmation continues here, in a new container.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task BeforeApplyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after apply. A failure here fails a run whose changes are already live.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task AfterApplyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before a task is performed.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task BeforePerformAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after a task is performed.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task AfterPerformAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before destroy, in module tests and when a stack is destroyed.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task BeforeDestroyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after destroy.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task AfterDestroyAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the run, whether it succeeded or not; <c>TF_VAR_spacelift_final_run_state</c> has the final state.</summary>
    /// <param name="cancellationToken">Cancelled when the run is stopped.</param>
    protected virtual Task AfterRunAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHookPlugin.InvokeAsync(Hook hook, CancellationToken cancellationToken) => InvokeAsync(hook, cancellationToken);

    /// <summary>Runs instead of every hook, for tests of helper classes.</summary>
    internal Func<HookServices, CancellationToken, Task>? InPlaceOfHooks { get; set; }

    internal Task InvokeAsync(Hook hook, CancellationToken cancellationToken) =>
        InPlaceOfHooks is { } action ? action(Services, cancellationToken) : InvokeOwnAsync(hook, cancellationToken);

    Task InvokeOwnAsync(Hook hook, CancellationToken cancellationToken) => hook switch
    {
        Hook.BeforeInit => BeforeInitAsync(cancellationToken),
        Hook.AfterInit => AfterInitAsync(cancellationToken),
        Hook.BeforePlan => BeforePlanAsync(cancellationToken),
        Hook.AfterPlan => AfterPlanAsync(cancellationToken),
        Hook.BeforeApply => BeforeApplyAsync(cancellationToken),
        Hook.AfterApply => AfterApplyAsync(cancellationToken),
        Hook.BeforePerform => BeforePerformAsync(cancellationToken),
        Hook.AfterPerform => AfterPerformAsync(cancellationToken),
        Hook.BeforeDestroy => BeforeDestroyAsync(cancellationToken),
        Hook.AfterDestroy => AfterDestroyAsync(cancellationToken),
        Hook.AfterRun => AfterRunAsync(cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(hook), hook, "Not one of the eleven hooks."),
    };
}
