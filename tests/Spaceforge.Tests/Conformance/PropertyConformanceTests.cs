using System.Text.Json;
using System.Text.Json.Nodes;
using Spaceforge.Definitions;
using Spaceforge.Tests.Manifests;

namespace Spaceforge.Tests.Conformance;

/// <summary>
/// The conformance cases with parameters, told by properties. A property brings its variable: where a case has none for a parameter,
/// the expected manifest gets it, and nothing else is changed.
/// </summary>
public sealed class PropertyConformanceTests
{
    public static TheoryData<string> Cases =>
        [.. ConformanceTests.Cases.Select(row => row.Data).Where(name => CanExpress(ConformanceCase.Load(name).Definition))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_in_properties_gives_what_explicit_definitions_give(string name)
    {
        var conformance = ConformanceCase.Load(name);
        var (plugin, properties) = WithProperties(conformance.Definition);
        var errors = Generated.Findings(plugin).Where(finding => finding.IsError).Select(finding => finding.ToString()).ToArray();
        if (conformance.IsError)
        {
            Assert.NotEmpty(errors);
            Assert.All(
                conformance.Mentions, mention => Assert.Contains($"'{mention}'", string.Join('\n', errors), StringComparison.Ordinal));
            return;
        }

        Assert.Empty(errors);
        var expected = conformance.Expected["manifest"]!.AsObject();
        AddVariables(properties, expected);
        var actual = ComparableManifest.From(
            YamlReader.Read(Generated.Yaml(plugin)), conformance.Expected["working_directory"]!.GetValue<string>(), expected);
        Assert.Equal(Text(ComparableManifest.WithoutEmpty(expected)), Text(ComparableManifest.WithoutEmpty(actual)));
    }

    [Fact]
    public void Most_cases_with_parameters_can_be_expressed() => Assert.True(Cases.Count >= 11, $"{Cases.Count}");

    // A string with a number as its default is what the compiler refuses.
    static bool CanExpress(JsonObject definition) =>
        definition["parameters"] is JsonArray { Count: > 0 } parameters
        && parameters.Select(node => ConformancePlugin.ToParameter(node!.AsObject()))
            .All(parameter => parameter.Default is not { } value || value.Type == parameter.Type);

    static (SpaceforgePlugin Plugin, IReadOnlyList<ConformanceProperty> Properties) WithProperties(JsonObject definition)
    {
        var main = (definition["contexts"] as JsonArray)?.Select(node => node!.AsObject())
            .FirstOrDefault(context => (context["priority"]?.GetValue<int>() ?? 0) == 0);
        var variables = main?["env"] as JsonArray ?? [];
        var properties = new List<ConformanceProperty>();
        foreach (var parameter in definition["parameters"]!.AsArray().Select(node => ConformancePlugin.ToParameter(node!.AsObject())))
        {
            // With a value of its own beside it, the variable is the mistake that the case is about.
            var variable = variables.FirstOrDefault(node =>
                node!["value"] is null && (string?)node["value_from_parameter"] is { } reference
                    && (reference == parameter.Id || reference == parameter.Name));
            if (variable is not null) variables.Remove(variable);
            properties.Add(new ConformanceProperty(parameter, (string?)variable?["key"]));
        }

        return (ConformancePlugin.Create(definition, properties), properties);
    }

    static void AddVariables(IReadOnlyList<ConformanceProperty> properties, JsonObject expected)
    {
        var main = expected["contexts"]![0]!.AsObject();
        var variables = (main["env"] as JsonArray ?? []).Select(node => node!.DeepClone()).ToList();
        var first = new List<JsonNode>();
        foreach (var (parameter, given) in properties)
        {
            var key = given ?? ParameterId.Variable(parameter.Id ?? parameter.Name);
            first.Add(variables.Find(variable => (string?)variable["key"] == key)
                ?? new JsonObject
                {
                    ["key"] = key,
                    ["value_from_parameter"] = parameter.Id
                    ?? "<generated>",
                    ["sensitive"] = parameter.Sensitive
                });
        }

        main["env"] = new JsonArray([.. first, .. variables.Except(first)]);
    }

    static string Text(JsonNode node) => node.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
}
