using System.Diagnostics.CodeAnalysis;
using System.Text;
using Spaceforge.Hooks;
using Spaceforge.Logging;
using Spaceforge.Model;

namespace Spaceforge.Hosting;

/// <summary>The help of a static executable. It lists hooks and parameters, because users have no source to look at.</summary>
static class ExecutableHelp
{
    public static string Of([DynamicallyAccessedMembers(PluginDefinition.Needed)] Type type, IPlugin plugin, DeclaredParameters declared)
    {
        var text = new StringBuilder($"""
            {plugin.Name} {plugin.Version}, a Spacelift plugin as one executable.

            Usage:
              run HOOK [--param ID=VALUE]...       run a hook
              --version                            show the versions of the plugin and of Spaceforge
              --help                               show this text


            """);
        var hooks = HookOverrides.Of(type);
        text.Append(hooks.Count == 0 ? "It has no hooks.\n" : $"Hooks: {string.Join(", ", hooks.Select(HookNames.NameOf))}\n");
        if (declared.Parameters.Count > 0) text.Append("\nParameters:\n");
        foreach (var (parameter, id) in declared.Parameters.Zip(new ParameterTable(declared.Parameters).Ids))
        {
            var detail = parameter.Required
                ? " (required)" : parameter is { Default: { } value, Sensitive: false } ? $" [default: {LogText.OneLine(value.Text)}]" : "";
            text.Append($"  {id}  {LogText.OneLine(parameter.Description)}{detail}\n");
        }

        return text.Append("\nExit codes: 0 success, 1 the hook failed, 2 usage error.").ToString();
    }
}
