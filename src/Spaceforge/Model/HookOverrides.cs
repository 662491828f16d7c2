using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Spaceforge.Hooks;

namespace Spaceforge.Model;

/// <summary>Finds the hooks that a plugin class overrides.</summary>
static class HookOverrides
{
    /// <summary>What has to survive trimming for <see cref="Of"/> to work.</summary>
    public const DynamicallyAccessedMemberTypes Needed = DynamicallyAccessedMemberTypes.NonPublicMethods;

    public static IReadOnlyList<Hook> Of([DynamicallyAccessedMembers(Needed)] Type plugin)
    {
        // By their names: lists of an enum are compiled anew at each start, those of texts are not.
        string[] names = [.. HookNames.All.Where(name => Overrides(plugin, HookNames.Parse(name)!.Value))];
        var overridden = new Hook[names.Length];
        for (var i = 0; i < names.Length; i++) overridden[i] = HookNames.Parse(names[i])!.Value;
        return overridden;
    }

    public static bool Overrides([DynamicallyAccessedMembers(Needed)] Type plugin, Hook hook)
    {
        var method = plugin.GetMethod(
            HookNames.MethodOf(hook), BindingFlags.Instance | BindingFlags.NonPublic, [typeof(CancellationToken)]);

        // A method declared with 'new' bears the name too, but the base class never calls it.
        return method is not null
            && !IsBase(method.DeclaringType!)
            && IsBase(method.GetBaseDefinition().DeclaringType!);
    }

    /// <summary>Whether it is the class that all plugins derive from, which derives from nothing itself.</summary>
    public static bool IsBase(Type type) => type.BaseType == typeof(object);
}
