using Spaceforge.Model;

namespace Spaceforge.Tests.Definitions;

/// <summary>Ids that an author left out are made from names, and references find their parameter.</summary>
public sealed class ParameterTableTests
{
    [Theory]
    [InlineData("API Key", "api_key")]
    [InlineData("  Wiz -- Client ID!", "wiz_client_id")]
    [InlineData("Größe", "gr_e")]
    [InlineData("漢字", "parameter")]
    public void An_id_is_made_from_the_name(string name, string id) => Assert.Equal([id], new ParameterTable([new(name)]).Ids);

    [Fact]
    public void A_made_id_is_unique_and_never_takes_a_given_one() => Assert.Equal(
        ["a_2", "a", "a_3", "a_4"],
        new ParameterTable([new("A"), new("x") { Id = "a" }, new("a"), new("A!")]).Ids);

    [Fact]
    public void A_reference_by_text_means_an_id_before_a_name()
    {
        var table = new ParameterTable([new("token"), new("Other") { Id = "b" }, new("b") { Id = "c" }]);

        Assert.Equal([1], table.Find("b"));
        Assert.Equal([0], table.Find("token"));
        Assert.Equal([2], table.Find("c"));
        Assert.Empty(table.Find("B"));
    }

    [Fact]
    public void A_reference_to_an_object_means_that_object()
    {
        var (first, second) = (new Parameter("A") { Id = "x" }, new Parameter("A") { Id = "x" });

        Assert.Equal([1], new ParameterTable([first, second]).Find(second));
    }

    [Fact]
    public void A_variable_is_sensitive_as_its_parameter_unless_it_says_otherwise()
    {
        var secret = new Parameter("Secret") { Sensitive = true };
        var table = new ParameterTable([secret, new("Plain")]);

        Assert.True(table.IsSensitive(Variable.From("X", secret)));
        Assert.True(table.IsSensitive(Variable.From("X", "secret")));
        Assert.False(table.IsSensitive(Variable.From("X", secret) with { Sensitive = false }));
        Assert.False(table.IsSensitive(Variable.From("X", "Plain")));
        Assert.True(table.IsSensitive(Variable.From("X", "Plain") with { Sensitive = true }));
        Assert.False(table.IsSensitive(new Variable("X", "literal")));
    }
}
