using Spaceforge.Cli.Scaffolding.Recovery;
using Spaceforge.Hooks;
using Spaceforge.Model;

namespace Spaceforge.Cli.Scaffolding.Code;

/// <summary>Writes a definition as the C# file that declares it.</summary>
sealed class PluginCode
{
    readonly PluginDefinition _definition;
    readonly ParameterCode _parameters;
    readonly PythonPackages? _packages;

    PluginCode(PluginDefinition definition, PythonPackages? packages) =>
        (_definition, _parameters, _packages) = (definition, new ParameterCode(definition), packages);

    /// <param name="definition">The definition; its hooks become stub methods.</param>
    /// <param name="version">The version of the library.</param>
    /// <param name="todo">The to-do for a hook, as the text of a comment.</param>
    /// <param name="packages">The packages whose commands the hooks call, or null.</param>
    public static string Write(PluginDefinition definition, string version, Func<Hook, string> todo, PythonPackages? packages = null) =>
        new PluginCode(definition, packages).Write(version, todo);

    string Write(string version, Func<Hook, string> todo)
    {
        string[] members =
        [
            .. _parameters.Fields,
            .. PythonTools(),
            string.Join('\n', Properties()),
            .. _definition.Hooks.Select(hook => Method(hook, todo(hook))),
        ];
        return $$"""
            #!/usr/bin/env dotnet
            #:package Spaceforge@{{version}}
            using Spaceforge;

            return await SpaceforgePlugin.RunAsync<{{_definition.ClassName}}>(args);

            sealed class {{_definition.ClassName}} : SpaceforgePlugin
            {
            {{CodeText.Indent(string.Join("\n\n", members))}}
            }

            """;
    }

    IEnumerable<string> PythonTools()
    {
        const string About = "// The commands that the hooks call: await Tools.InstallAsync(Services, cancellationToken) before they do.";
        if (_packages is not { } packages || packages.Pinned.Count + packages.Unpinned.Count == 0) yield break;

        var todo = packages.Unpinned.Count == 0 ? ""
            : $"// TODO: give these one version each, and add them: {string.Join(", ", packages.Unpinned)}.";
        var name = _parameters.Names.Contains("Tools") ? "PythonCommands" : "Tools";
        var tools = packages.Pinned.Count == 0 ? ""
            : $"static readonly PythonTools {name} = new({CodeText.List(packages.Pinned.Select(StringLiteral.Of))});";
        string[] lines = [About.Replace("Tools.", $"{name}.", StringComparison.Ordinal), todo, tools];
        yield return string.Join('\n', lines.Where(line => line.Length > 0));
    }

    IEnumerable<string> Properties()
    {
        yield return Text("Name", _definition.Name);
        yield return Text("Version", _definition.Version);
        yield return Text("Author", _definition.Author);
        yield return Text("Description", _definition.Description, "string?");
        if (_definition.Labels.Count > 0)
        {
            yield return Property("IReadOnlyList<string>", "Labels", DefinitionCode.Texts(_definition.Labels)!);
        }
        if (_parameters.Names.Count > 0) yield return List("Parameter", "Parameters", _parameters.Names);
        if (_definition.Contexts.Count > 0)
        {
            yield return List("Context", "Contexts", _definition.Contexts.Select(context => DefinitionCode.Of(context, _parameters)));
        }
        if (_definition.Binaries.Count > 0) yield return List("Binary", "Binaries", _definition.Binaries.Select(DefinitionCode.Of));
        if (_definition.ExportsVariables) yield return Property("bool", nameof(SpaceforgePlugin.ExportsVariables), "true");
        if (_definition.Policies.Count > 0) yield return List("Policy", "Policies", _definition.Policies.Select(DefinitionCode.Of));
        if (_definition.Webhooks.Count > 0)
        {
            yield return List("Webhook", "Webhooks", _definition.Webhooks.Select(webhook => DefinitionCode.Of(webhook, _parameters)));
        }
    }

    static string List(string type, string name, IEnumerable<string> items) =>
        Property($"IReadOnlyList<{type}>", name, CodeText.OnNextLine(CodeText.List(items)));

    static string Text(string name, string value, string type = "string") => Property(type, name, StringLiteral.Of(value));

    static string Property(string type, string name, string value) => $"{CodeText.Assign($"public override {type} {name}", "=>", value)};";

    static string Method(Hook hook, string todo) => $$"""
        // TODO: {{todo}}
        protected override Task {{HookNames.MethodOf(hook)}}(CancellationToken cancellationToken) =>
            throw new PluginFailedException("{{HookNames.NameOf(hook)}} is not implemented yet, so it fails the run.");
        """;
}
