using Spaceforge.Model;

namespace Spaceforge.Hosting;

/// <summary>A plugin whose hooks the host runs.</summary>
interface IHookPlugin : IPlugin
{
    /// <summary>What its hooks use; given before the first of them.</summary>
    HookServices Services { set; }

    Task InvokeAsync(Hook hook, CancellationToken cancellationToken);
}
