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

    [Theory]
    [InlineData("error SF0208: Wrong.Names 'Names'", "'IReadOnlyList'; make the property a string, a boolean, a number, an enum or a list of strings")]
    [InlineData("error SF0208: Wrong.When 'When'", "DateTime")]
    [InlineData("error SF0209: Wrong.Fixed 'Fixed'", "get and init")]
    [InlineData("error SF0209: Wrong.Shared 'Shared'", "do not make it static")]
    [InlineData("error SF0203: parameters[2] 'Both'", "required and has the default 'hunter2'")]
    [InlineData("error SF0203: parameters[3] 'Count'", "'3'")]
    [InlineData("error SF0204: parameters[4] 'Neither'", "no default")]
    [InlineData("error SF0205: Wrong.Level 'Level'", "The default '42' is not one of Low, VeryHigh")]
    [InlineData("error SF0205: parameters[6] 'Endless'", "finite")]
    [InlineData("error SF0302: contexts[0].env[7] 'ENDLESS'", "already")]
    public void A_wrong_property_is_reported_with_its_location_and_a_fix(string start, string message)
    {
        var findings = Generated.Findings(Activator.CreateInstance<Wrong>());
        var found = Assert.Single(findings, finding => finding.ToString().StartsWith($"{start}: ", StringComparison.Ordinal));
        Assert.Contains(message, found.Message, StringComparison.Ordinal);
        Assert.Equal(10, findings.Count(finding => finding.IsError));
    }

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
