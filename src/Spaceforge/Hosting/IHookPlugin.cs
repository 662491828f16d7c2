using Spaceforge.Model;

namespace Spaceforge.Hosting;

/// <summary>A plugin whose hooks the host runs.</summary>
interface IHookPlugin : IPlugin
{
    /// <summary>The services for its hooks, set before the first hook runs.</summary>
    HookServices Services { set; }

    Task InvokeAsync(Hook hook, CancellationToken cancellationToken);
}
