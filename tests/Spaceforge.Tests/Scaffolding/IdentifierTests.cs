using System.Reflection;
using Spaceforge.Cli.Scaffolding.Code;

namespace Spaceforge.Tests.Scaffolding;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("my-plugin", "MyPlugin")]
    [InlineData("trivy", "TrivyPlugin")]
    [InlineData("SSM Parameter Store", "SsmParameterStorePlugin")]
    [InlineData("MyPlugin", "MyPlugin")]
    [InlineData("3scale", "Plugin3ScalePlugin")]
    [InlineData("class", "ClassPlugin")]
    [InlineData("spaceforge", "MySpaceforgePlugin")]
    public void A_plugin_has_a_class_of_its_name(string name, string expected) => Assert.Equal(expected, Identifier.PluginClass(name));

    [Theory]
    [InlineData("API Key", "ApiKey")]
    [InlineData("timeoutSeconds", "TimeoutSeconds")]
    [InlineData("Größe der Datei", "GrößeDerDatei")]
    [InlineData("漢字", "漢字")]
    [InlineData("2nd factor", "Parameter2NdFactor")]
    [InlineData("🚀", "Parameter")]
    [InlineData("\uD800x", "X")]
    [InlineData("Version", "VersionParameter")]
    public void A_parameter_has_a_field_of_its_name(string name, string expected) =>
        Assert.Equal(expected, Identifier.Field(name, "Parameter", new HashSet<string> { "Version" }));

    [Fact]
    public void Equal_names_have_fields_of_their_own()
    {
        var taken = new HashSet<string>();

        Assert.Equal(["Key", "KeyParameter", "KeyParameter2"], ((string[])["key", "Key", "KEY"]).Select(
            name => Identifier.Field(name, "Parameter", taken)));
    }

    [Fact]
    public void No_field_hides_what_a_plugin_inherits() => Assert.Superset(
        typeof(SpaceforgePlugin).GetMembers(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy)
            .Where(member => member is MethodBase { IsSpecialName: false, IsPrivate: false, IsAssembly: false }
                or PropertyInfo { GetMethod: { IsPrivate: false, IsAssembly: false } })
            .Select(member => member.Name)
            .ToHashSet(),
        ParameterCode.Taken.ToHashSet());
}
