using Spaceforge.Hooks;

namespace Spaceforge.Model;

/// <summary>Finds the hooks that a plugin class overrides.</summary>
static class HookOverrides
{
    public static IReadOnlyList<Hook> Of(IPlugin plugin)
    {
        // By their names: lists of an enum are compiled anew at each start, those of texts are not.
        string[] names = [.. HookNames.All.Where(name => plugin.Overrides(HookNames.Parse(name)!.Value))];
        var overridden = new Hook[names.Length];
        for (var i = 0; i < names.Length; i++) overridden[i] = HookNames.Parse(names[i])!.Value;
        return overridden;
    }

    /// <summary>Whether it is the class that all plugins derive from, which derives from nothing itself.</summary>
    public static bool IsBase(Type type) => type.BaseType == typeof(object);
}
