namespace Spaceforge.Rego.Tests.Evaluation;

/// <summary>Which calls of a function are the same, so that the second one has the first one's result.</summary>
public sealed class ArgumentsTests
{
    [Fact]
    public void Equal_small_values_are_the_same_arguments()
    {
        Assert.Equal(Of(1, 2), Of(1, 2));
        Assert.Equal(Of(1, 2).GetHashCode(), Of(1, 2).GetHashCode());
        Assert.NotEqual(Of(1, 2), Of(1, 3));
        Assert.NotEqual(Of(1, 2), Of(3, 2));
        Assert.False(Of(1).Equals("1"));
    }

    [Fact]
    public void A_document_is_only_the_same_as_itself_and_is_not_read()
    {
        var document = Document();
        Assert.Equal(new Arguments([document]), new Arguments([document]));
        Assert.NotEqual(new Arguments([document]), new Arguments([Document()]));
        Assert.NotEqual(
            1, Enumerable.Range(0, 10).Select(_ => new Arguments([Document()]).GetHashCode()).Distinct().Count());
    }

    static Arguments Of(params int[] values) => new([.. values.Select(value => RegoNumber.Of(value))]);

    static RegoValue Document() => RegoJson.Parse("{\"a\": [1, 2]}");
}
