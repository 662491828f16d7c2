namespace Spaceforge.Cli.Building;

/// <summary>How to fix the errors that newcomers meet first.</summary>
static class BuildHints
{
    /// <summary>What every plugin file needs.</summary>
    public const string PluginClass =
        "A plugin needs a class that derives from SpaceforgePlugin, started with 'return await SpaceforgePlugin.RunAsync<MyPlugin>(args);'.";

    public static string For(IReadOnlyList<CompilerMessage> messages, string pluginFile)
    {
        if (messages.Any(message => message.Code == "CS5001")) return $" {BuildHints.PluginClass}";

        var withoutLibrary = messages.Any(
            message => message.Code is "CS0246" or "CS0103" && message.Text.Contains("'Spaceforge", StringComparison.Ordinal));
        return withoutLibrary && Path.GetExtension(pluginFile) == ".cs"
            ? $" Does the file begin with '#:package Spaceforge@{Version}' and 'using Spaceforge;'?"
            : "";
    }

    static string Version => typeof(SpaceforgePlugin).Assembly.GetName().Version!.ToString(fieldCount: 3);
}
