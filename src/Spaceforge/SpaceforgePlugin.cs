using Spaceforge.Hosting;

namespace Spaceforge;

/// <summary>A Spacelift plugin: override the hooks it acts in, and declare what the platform must set up for it.</summary>
/// <remarks>
/// A whole plugin, in one file:
/// <code>
/// using Spaceforge;
///
/// return await SpaceforgePlugin.RunAsync&lt;MyPlugin&gt;(args);
///
/// sealed class MyPlugin : SpaceforgePlugin
/// {
///     public override string Name => "my-plugin";
///
///     protected override async Task AfterPlanAsync(CancellationToken cancellationToken)
///     {
///         var (exitCode, _, _) = await RunCliAsync("my-security-tool", "--scan", "./");
///         if (exitCode != 0) throw new PluginFailedException("Security scan failed!");
///     }
/// }
/// </code>
/// The class needs a constructor without parameters. It is made once for each <c>generate</c> and each hook, so what a hook
/// leaves in a field is not there in the next one.
/// </remarks>
public abstract partial class SpaceforgePlugin : IHookPlugin
{
    /// <summary>
    /// The plugin's name: letters, digits, spaces, <c>.</c>, <c>_</c> and <c>-</c>. In lower case, with <c>_</c> for spaces, it
    /// names the folder that holds the plugin on a worker.
    /// </summary>
    public abstract string Name { get; }

    /// <summary>The plugin's version. Default: <c>1.0.0</c>.</summary>
    public virtual string Version => "1.0.0";

    /// <summary>Who made the plugin. Default: <c>Unknown</c>.</summary>
    public virtual string Author => "Unknown";

    /// <summary>
    /// What the plugin does, in Markdown; the indentation that all lines share and blank ends are cut. Where it is null or blank,
    /// the manifest says <c>A Spacelift plugin built with CLASS</c>.
    /// </summary>
    public virtual string? Description => null;

    /// <summary>Labels that sort the plugin in a catalog. Default: none.</summary>
    public virtual IReadOnlyList<string> Labels => [];

    /// <summary>The values that an installer fills in. Default: none.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Variables, files and shell commands of the plugin. Default: one context that only starts the plugin.</summary>
    public virtual IReadOnlyList<Context> Contexts => [];

    /// <summary>Programs that the hooks call. Default: none.</summary>
    public virtual IReadOnlyList<Binary> Binaries => [];

    /// <summary>Policies that come with the plugin. Default: none.</summary>
    public virtual IReadOnlyList<Policy> Policies => [];

    /// <summary>Webhooks that come with the plugin. Default: none.</summary>
    public virtual IReadOnlyList<Webhook> Webhooks => [];
}
