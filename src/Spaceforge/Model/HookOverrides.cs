using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Spaceforge.Hooks;

namespace Spaceforge.Model;

/// <summary>Finds the hooks that a plugin class overrides.</summary>
static class HookOverrides
{
    /// <summary>The members that trimming must keep for <see cref="Of"/> to work.</summary>
    public const DynamicallyAccessedMemberTypes Needed = DynamicallyAccessedMemberTypes.NonPublicMethods;

    public static IReadOnlyList<Hook> Of([DynamicallyAccessedMembers(Needed)] Type plugin)
    {
        // By name: generic lists of an enum are compiled at each start, lists of strings are not.
        string[] names = [.. HookNames.All.Where(name => Overrides(plugin, HookNames.Parse(name)!.Value))];
        var overridden = new Hook[names.Length];
        for (var i = 0; i < names.Length; i++) overridden[i] = HookNames.Parse(names[i])!.Value;
        return overridden;
    }

    public static bool Overrides([DynamicallyAccessedMembers(Needed)] Type plugin, Hook hook)
    {
        var method = plugin.GetMethod(
            HookNames.MethodOf(hook), BindingFlags.Instance | BindingFlags.NonPublic, [typeof(CancellationToken)]);

        // A method declared with 'new' has the same name, but the base class never calls it.
        return method is not null
            && !IsBase(method.DeclaringType!)
            && IsBase(method.GetBaseDefinition().DeclaringType!);
    }

    /// <summary>Whether it is the base class of all plugins, which itself has no base class.</summary>
    public static bool IsBase(Type type) => type.BaseType == typeof(object);
}
