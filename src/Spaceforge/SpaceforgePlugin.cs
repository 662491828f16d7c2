using Spaceforge.Hosting;

namespace Spaceforge;

/// <summary>Base class for Spacelift plugins: override the hooks that you need, and declare what the platform must set up.</summary>
/// <remarks>
/// A complete plugin in one file:
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
/// The class needs a parameterless constructor. A new instance is created for each <c>generate</c> and each hook, so fields do not
/// keep their values between hooks.
/// </remarks>
public abstract partial class SpaceforgePlugin : IHookPlugin
{
    /// <summary>
    /// The plugin's name: letters, digits, spaces, <c>.</c>, <c>_</c> and <c>-</c>. In lower case and with <c>_</c> for spaces, it
    /// is the name of the plugin's folder on a worker.
    /// </summary>
    public abstract string Name { get; }

    /// <summary>The plugin's version. Default: <c>1.0.0</c>.</summary>
    public virtual string Version => "1.0.0";

    /// <summary>The plugin's author. Default: <c>Unknown</c>.</summary>
    public virtual string Author => "Unknown";

    /// <summary>
    /// The plugin's description in Markdown; common indentation and surrounding blanks are removed. If it is null or blank,
    /// the manifest says <c>A Spacelift plugin built with CLASS</c>.
    /// </summary>
    public virtual string? Description => null;

    /// <summary>Labels for finding the plugin in a catalog. Default: none.</summary>
    public virtual IReadOnlyList<string> Labels => [];

    /// <summary>The values that an installer fills in. Default: none.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Variables, files and shell commands of the plugin. Default: one context, which only starts the plugin.</summary>
    public virtual IReadOnlyList<Context> Contexts => [];

    /// <summary>Programs that hooks call. Default: none.</summary>
    public virtual IReadOnlyList<Binary> Binaries => [];

    /// <summary>The plugin's policies. Default: none.</summary>
    public virtual IReadOnlyList<Policy> Policies => [];

    /// <summary>The plugin's webhooks. Default: none.</summary>
    public virtual IReadOnlyList<Webhook> Webhooks => [];

    /// <summary>
    /// Whether hooks call <see cref="ExportVariable"/>. The manifest then has lines that set the exported variables in each phase.
    /// Default: false.
    /// </summary>
    public virtual bool ExportsVariables => false;
}
