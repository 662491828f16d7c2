using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Spaceforge.Hooks;

/// <summary>Finds the hooks that a plugin class overrides.</summary>
static class HookOverrides
{
    /// <summary>What has to survive trimming for <see cref="Of"/> to work.</summary>
    public const DynamicallyAccessedMemberTypes Needed = DynamicallyAccessedMemberTypes.NonPublicMethods;

    public static IReadOnlyList<Hook> Of([DynamicallyAccessedMembers(Needed)] Type plugin)
    {
        var overridden = new List<Hook>();
        for (var i = 0; i < HookNames.All.Count; i++)
        {
            if (Overrides(plugin, (Hook)i)) overridden.Add((Hook)i);
        }

        return overridden;
    }

    public static bool Overrides([DynamicallyAccessedMembers(Needed)] Type plugin, Hook hook)
    {
        var method = plugin.GetMethod(
            HookNames.MethodOf(hook), BindingFlags.Instance | BindingFlags.NonPublic, [typeof(CancellationToken)]);

        // A method declared with 'new' bears the name too, but the base class never calls it.
        return method is not null
            && method.DeclaringType != typeof(SpaceforgePlugin)
            && method.GetBaseDefinition().DeclaringType == typeof(SpaceforgePlugin);
    }
}
