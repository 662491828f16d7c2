using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Scaffolding.Recovery;
using Spaceforge.Definitions;
using Spaceforge.Hooks;
using Spaceforge.Manifests;

namespace Spaceforge.Cli.Documenting;

/// <summary>What a plugin consists of, as tables for its README.</summary>
static class PluginReference
{
    /// <param name="manifest">The plugin.</param>
    /// <param name="code">The plugin's code, if the manifest may not contain it as text; else null.</param>
    public static string Write(PluginManifest manifest, string? code = null)
    {
        var parts = OwnParts.Of(manifest);
        var page = new MarkdownBuilder();
        Add(page, "Parameters", ["Parameter", "Id", "Type", "Default", "Description"], manifest.Parameters.Select(Parameter));
        Add(page, "Variables", ["Variable", "Value"], parts.Contexts.SelectMany(context => context.Env).Select(Variable));
        Add(page, "Hooks", ["Phase", "What runs"], HookNames.All.SelectMany(phase => Hooks(parts, phase)));
        Add(page, "Binaries", ["Binary", "Version on the PATH", "Download"], parts.Binaries.SelectMany(Binary));
        Add(page, "Files", ["File", ""], parts.Contexts.SelectMany(context => context.MountedFiles)
            .Select(file => (MarkdownText[])[MarkdownText.Code(WorkerPaths.Resolve(file.Path) ?? file.Path), Sensitive(file.Sensitive)]));
        Add(page, "Policy input", ["Data for plan policies", ""], PolicyBodies.CustomKeys(manifest, code).Select(key => (MarkdownText[])
        [
            MarkdownText.Code($"input.third_party_metadata.custom{Member(key.Key)}"),
            (key.IsRead, key.IsWritten) switch
            {
                (true, false) => "Read by the plugin's policies",
                (true, true) => "Written by the plugin, and read by its policies",
                _ => "Written by the plugin",
            },
        ]));
        Add(page, "Policies", ["Policy", "Type", "Engine"], manifest.Policies.Select(policy => (MarkdownText[])
            [MarkdownText.Code(policy.NamePrefix), policy.Type.Name, (policy.EngineType ?? PolicyEngineType.RegoV0).Name]));
        Add(page, "Webhooks", ["Webhook", "Signed with"], manifest.Webhooks.Select(webhook => (MarkdownText[])
        [
            MarkdownText.Code(webhook.NamePrefix),
            webhook.SecretFromParameter is { } parameter ? "parameter " + (MarkdownText)MarkdownText.Code(parameter) : default,
        ]));
        var text = page.ToString();
        return text.Length > 0 ? text : "The plugin has no parameters, hooks or policies.\n";
    }

    static void Add(MarkdownBuilder page, string heading, string[] headers, IEnumerable<MarkdownText[]> rows)
    {
        var all = rows.ToArray();
        if (all.Length > 0) page.Heading(3, heading).Table(headers.Select(header => (MarkdownText)header), all);
    }

    static MarkdownText[] Parameter(ManifestParameter parameter) =>
    [
        parameter.Name,
        MarkdownText.Code(parameter.Id),
        parameter.Type.ToString().ToLowerInvariant() + (parameter.Sensitive ? ", sensitive" : ""),
        parameter.Required ? MarkdownText.Bold("required")
            : parameter.Sensitive || parameter.Default is not { Text.Length: > 0 } value ? default
            : MarkdownText.Code(value.Text),
        parameter.Description,
    ];

    static MarkdownText[] Variable(ManifestVariable variable) =>
    [
        MarkdownText.Code(variable.Key),
        variable.ValueFromParameter is { } parameter ? "Parameter " + (MarkdownText)MarkdownText.Code(parameter)
            : variable.Sensitive ? "Sensitive"
            : string.IsNullOrEmpty(variable.Value) ? default : MarkdownText.Code(variable.Value),
    ];

    static IEnumerable<MarkdownText[]> Hooks(OwnParts parts, string phase)
    {
        MarkdownText name = MarkdownText.Code(phase);
        if (parts.Started.Any(hook => hook.Phase == phase)) yield return [name, "The plugin's code"];

        foreach (var command in parts.Contexts.SelectMany(context => context.Hooks).Where(hook => hook.Phase == phase)
            .SelectMany(hook => hook.Commands))
        {
            yield return [name, MarkdownText.Code(command)];
        }
    }

    static IEnumerable<MarkdownText[]> Binary(Binary binary) =>
        binary.ByArchitecture.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (MarkdownText[])
        [
            MarkdownText.Code(binary.Name),
            binary.AtLeast is { } version ? $"{version} or newer" : "Any",
            entry.Key + ": " + (MarkdownText)MarkdownText.Code(entry.Value.Url)
                + (entry.Value.Sha256 is null ? ", not verified" : ", verified"),
        ]);

    static MarkdownText Sensitive(bool sensitive) => sensitive ? "Sensitive" : default;

    static string Member(string key) => key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(key[0])
        ? $".{key}" : $"[\"{key}\"]";
}
