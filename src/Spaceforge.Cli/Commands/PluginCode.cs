namespace Spaceforge.Cli.Commands;

static class PluginCode
{
    /// <summary>What every plugin file holds.</summary>
    public const string Hint =
        "A plugin has a class that derives from SpaceforgePlugin, and starts it with 'return await SpaceforgePlugin.RunAsync<MyPlugin>(args);'.";
}
