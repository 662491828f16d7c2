using System.Globalization;
using System.Text.Json;
using Spaceforge.Cli.Manifests;
using Spaceforge.Hooks;
using Spaceforge.Manifests;
using Spaceforge.Model;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Tests.Manifests;

/// <summary>
/// A definition without errors gives a manifest that has all that it declares, satisfies the schema, and is read as it was made, in
/// each form.
/// </summary>
public sealed class DefinitionProperties
{
    [Fact]
    public void A_manifest_is_read_as_it_was_made() => AnyDefinition.AllForms.Hold(
        30,
        one =>
        {
            var (definition, form) = one;
            var read = ManifestRules.Check(ManifestReader.Read(Generated.Yaml(definition, form), "plugin.yaml"));

            Assert.DoesNotContain(read.Problems, problem => problem.IsError && !IsOfPolicyBody(problem));
            Assert.Equal(Data(Generated.Manifest(definition, form)), Data(read.Manifest));
            AssertDeclared(definition, read.Manifest);
            Assert.All(definition.Properties, property => AssertValue(property, read.Manifest));
        },
        AnyDefinition.Shown);

    [Fact]
    public void A_manifest_satisfies_the_schema()
    {
        using var parsers = new ForeignParsers();
        AnyDefinition.AllForms.HoldAtOnce(
            30,
            cases =>
            {
                var manifests = cases.Select(one => Generated.WithoutScripts(one.Definition, one.Form)).ToArray();
                return
                [
                    .. parsers.Validate(manifests, Repository.ManifestSchema)
                        .Select(found => found!.AsArray().Count > 0 ? found.ToJsonString() : null),
                ];
            },
            AnyDefinition.Shown);
    }

    /// <summary>A manifest may have any text as a policy; that it is Rego is checked by rules of their own.</summary>
    static bool IsOfPolicyBody(ManifestProblem problem) => string.CompareOrdinal(problem.Rule.Code, "SF0705") >= 0
        && string.CompareOrdinal(problem.Rule.Code, "SF0714") <= 0;

    static string Data(PluginManifest manifest) => JsonSerializer.Serialize(manifest with
    {
        Parameters =
        [
            .. manifest.Parameters.Select(parameter => parameter with
            {
                // The same number: 1E+300 is written with a decimal point.
                Default = parameter.Default is { Type: ParameterType.Number } number ? Number(number.Text) : parameter.Default,
            }),
        ],
    });

    static ParameterValue Number(string text) => text.Contains('E', StringComparison.Ordinal)
        ? double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture)
        : text;

    /// <summary>What was declared is in the manifest, in its order; the manifest may have more, which starts the plugin.</summary>
    static void AssertDeclared(PluginDefinition definition, PluginManifest manifest)
    {
        Assert.Equal(
            (definition.Name, definition.Version, definition.Author, definition.Description),
            (manifest.Name, manifest.Version, manifest.Author, manifest.Description));
        Assert.Equal(definition.Labels, manifest.Labels);
        Assert.Equal(
            definition.Parameters.Select(parameter => (parameter.Name, parameter.Description, parameter.Type, parameter.Sensitive)),
            manifest.Parameters.Select(parameter => (parameter.Name, parameter.Description, parameter.Type, parameter.Sensitive)));
        var ids = manifest.Parameters.Select(parameter => parameter.Id).ToArray();
        AssertPart(definition.Parameters.Select(parameter => parameter.Id).OfType<string>(), ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());

        var declared = definition.AddedContext is { } added ? [added, .. definition.Contexts] : definition.Contexts;
        AssertPart(
            declared.SelectMany(context => context.Env).Select(variable => (variable.Key, variable.Value)),
            manifest.Contexts.SelectMany(context => context.Env).Select(variable => (variable.Key, variable.Value)));
        Assert.All(
            manifest.Contexts.SelectMany(context => context.Env),
            variable => Assert.Equal(variable.Value is null, variable.ValueFromParameter is { } id && ids.Contains(id)));
        AssertPart(declared.SelectMany(context => context.MountedFiles), manifest.Contexts.SelectMany(context => context.MountedFiles));
        foreach (var phase in HookNames.All)
        {
            AssertPart(
                declared.SelectMany(context => context.Hooks[phase]),
                manifest.Contexts.SelectMany(context => context.Hooks)
                    .Where(hook => hook.Phase == phase).SelectMany(hook => hook.Commands));
        }

        AssertPart(declared.SelectMany(context => context.Labels), manifest.Contexts.SelectMany(context => context.Labels));
        Assert.Equal(
            definition.Webhooks.Select(webhook => (webhook.NamePrefix, webhook.Endpoint, webhook.SecretFromParameter is null)),
            manifest.Webhooks.Select(webhook => (webhook.NamePrefix, webhook.Endpoint, webhook.SecretFromParameter is null)));
        Assert.Equal(
            definition.Policies.Select(policy => (policy.NamePrefix, policy.Type, policy.Body, policy.EngineType)),
            manifest.Policies.Select(policy => (policy.NamePrefix, policy.Type, policy.Body, policy.EngineType)));
    }

    /// <summary>A default that an installer leaves as it is comes back as the property's value.</summary>
    static void AssertValue(ParameterProperty property, PluginManifest manifest)
    {
        Assert.Contains(
            manifest.Contexts.SelectMany(context => context.Env),
            variable => variable.Key == property.Variable && variable.ValueFromParameter == property.Parameter.Id);
        var declared = manifest.Parameters.Single(parameter => parameter.Id == property.Parameter.Id);
        if (declared.Default is not { } value) return;

        var plugin = (IPlugin)Activator.CreateInstance(property.Property.DeclaringType!)!;
        Assert.Null(property.Set(plugin, value.Text));
        // An empty field keeps the initial value.
        if (value.Text.Length == 0 && property.Property.PropertyType != typeof(string)) return;

        Assert.Equal(property.Parameter.Default, PropertyValues.Default(property.Property, property.Property.GetValue(plugin)));
    }

    static void AssertPart<T>(IEnumerable<T> part, IEnumerable<T> whole)
    {
        var rest = whole.GetEnumerator();
        Assert.All(part, item =>
        {
            while (true)
            {
                Assert.True(rest.MoveNext(), $"{item} is missing, or is in another place.");
                if (EqualityComparer<T>.Default.Equals(item, rest.Current)) return;
            }
        });
    }
}
