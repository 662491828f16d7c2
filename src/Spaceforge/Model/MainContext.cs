namespace Spaceforge.Model;

/// <summary>The context that starts the plugin and has the variables of parameter properties.</summary>
static class MainContext
{
    /// <summary>The first context with priority 0.</summary>
    public static Context? Of(IEnumerable<Context> contexts) => contexts.FirstOrDefault(context => context.Priority == 0);

    /// <summary>The main context for a plugin that declares none.</summary>
    public static Context MadeUp(string pluginName) =>
        new(pluginName.ToLowerInvariant()) { Description = $"Main context for {pluginName}" };
}
