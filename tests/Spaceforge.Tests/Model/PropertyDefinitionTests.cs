using Spaceforge.Tests.Manifests;

namespace Spaceforge.Tests.Model;

/// <summary>What properties with <see cref="ParameterAttribute"/> declare.</summary>
public sealed class PropertyDefinitionTests
{
    sealed class WithoutContexts : TestPlugin
    {
        [Parameter("Token", Sensitive = true)]
        public required string Token { get; init; }
    }

    sealed class Wrong : TestPlugin
    {
        [Parameter("Names")]
        public IReadOnlyList<int> Names { get; init; } = [];

        [Parameter("When")]
        public required DateTime When { get; init; }

        [Parameter("Fixed")]
        public string Fixed { get; } = "";

        [Parameter("Shared")]
        public static string Shared { get; set; } = "";

        [Parameter("Both")]
        public required string Both { get; init; } = "hunter2";

        [Parameter("Count")]
        public required int Count { get; init; } = 3;

        [Parameter("Neither")]
        public string? Neither { get; init; }

        [Parameter("Level")]
        public Level Level { get; init; } = (Level)42;

        [Parameter("Endless")]
        public float Endless { get; init; } = float.NaN;

        [Parameter("Twice", Variable = "ENDLESS")]
        public string Twice { get; init; } = "";
    }

    sealed class Numbers : TestPlugin
    {
        [Parameter("A")]
        public float A { get; init; } = 0.1f;

        [Parameter("B")]
        public ulong B { get; init; } = ulong.MaxValue;

        [Parameter("C")]
        public sbyte C { get; init; } = -1;

        [Parameter("D")]
        public decimal D { get; init; } = 0.30m;

        [Parameter("E")]
        public long? E { get; init; } = long.MinValue;
    }

    [Fact]
    public void Properties_give_the_manifest_that_explicit_definitions_give() => Assert.Equal(
        Generated.Yaml(new ExplicitPlugin()),
        Generated.Yaml(new PropertiesPlugin { ApiToken = null!, Amount = 0 }));

    [Fact]
    public void A_plugin_with_properties_has_no_finding() =>
        Assert.Empty(Generated.Findings(new PropertiesPlugin { ApiToken = null!, Amount = 0 }));

    [Fact]
    public void Properties_stand_in_the_order_of_the_source_after_those_of_the_base_class()
    {
        var manifest = YamlReader.Read(Generated.Yaml(new PropertiesPlugin { ApiToken = null!, Amount = 0 }));
        Assert.Equal(
            ["API Token", "Severity Threshold", "Ratio", "Retries", "Strict", "Note", "Amount", "Region"],
            manifest["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()));
    }

    [Fact]
    public void Without_a_main_context_the_one_that_is_added_has_the_variables()
    {
        var plugin = new WithoutContexts { Token = null!, DeclaredContexts = [new("late") { Priority = 3 }] };
        Assert.Empty(Generated.Findings(plugin));
        var contexts = YamlReader.Read(Generated.Yaml(plugin))["contexts"]!.AsArray();
        Assert.Equal("""[{"key":"TOKEN","value_from_parameter":"token","sensitive":true}]""", contexts[0]!["env"]!.ToJsonString());
        Assert.Equal("ZZZZZ-test", contexts[0]!["name_prefix"]!.GetValue<string>());
        Assert.Equal("YYYYY-late", contexts[1]!["name_prefix"]!.GetValue<string>());
    }

    [Fact]
    public void Wrong_properties_are_reported_with_their_location_and_a_fix() => Assert.Equal(
        [
            "error SF0208: Wrong.Names 'Names': Parameters cannot have the type 'IReadOnlyList'; make the property a string, a boolean, "
                + "a number, an enum or a list of strings, or parse the value from a string.",
            "error SF0208: Wrong.When 'When': Parameters cannot have the type 'DateTime'; make the property a string, a boolean, "
                + "a number, an enum or a list of strings, or parse the value from a string.",
            "error SF0209: Wrong.Fixed 'Fixed': The value is assigned to the property before a hook runs; "
                + "give it get and init accessors, and do not make it static.",
            "error SF0209: Wrong.Shared 'Shared': The value is assigned to the property before a hook runs; "
                + "give it get and init accessors, and do not make it static.",
            "error SF0205: Wrong.Level 'Level': The default '42' is not one of Low, VeryHigh.",
            "error SF0203: parameters[2] 'Both': It is required and has the default 'hunter2'; remove one of them.",
            "error SF0203: parameters[3] 'Count': It is required and has the default '3'; remove one of them.",
            "error SF0204: parameters[4] 'Neither': It is not required and has no default; give it a default or make it required.",
            "error SF0205: parameters[6] 'Endless': The default 'NaN' is not a finite number.",
            "error SF0302: contexts[0].env[7] 'ENDLESS': The context already sets this variable; remove one of them.",
        ],
        Generated.Findings(Activator.CreateInstance<Wrong>()).Select(finding => finding.ToString()));

    [Fact]
    public void Defaults_of_every_kind_of_number_keep_their_digits()
    {
        var manifest = YamlReader.Read(Generated.Yaml(new Numbers()));
        Assert.Equal(
            ["0.1", "18446744073709551615", "-1", "0.30", "-9223372036854775808"],
            Spaceforge.Model.PluginDefinition.Of(new Numbers(), typeof(Numbers)).Parameters.Select(
                parameter => parameter.Default!.Value.Text));
        Assert.All(manifest["parameters"]!.AsArray(), parameter => Assert.Equal("number", parameter!["type"]!.GetValue<string>()));
    }
}
