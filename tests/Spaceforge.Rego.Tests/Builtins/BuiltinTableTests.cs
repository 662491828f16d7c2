namespace Spaceforge.Rego.Tests.Builtins;

/// <summary>Signatures and implementations belong together.</summary>
public sealed class BuiltinTableTests
{
    // The evaluator has them itself: they ask where they are called from, or take what is undefined.
    static readonly string[] OfTheEvaluator =
        ["rego.metadata.chain", "rego.metadata.rule", "print", "internal.print", "internal.test_case"];

    [Fact]
    public void Each_builtin_that_is_built_has_an_implementation()
    {
        var missing = BuiltinSignatures.Names.Select(name => BuiltinSignatures.Find(name)!)
            .Where(signature => !signature.NotBuilt && !OfTheEvaluator.Contains(signature.Name))
            .Where(signature => signature.Relation
                ? BuiltinTable.Default.FindRelation(signature.Name) is null
                : BuiltinTable.Default.Find(signature.Name) is null)
            .Select(signature => signature.Name);
        Assert.Empty(missing);
    }

    [Fact]
    public void What_is_not_built_has_none() =>
        Assert.All(
            BuiltinSignatures.Names.Where(name => BuiltinSignatures.Find(name)!.NotBuilt),
            name => Assert.Null(BuiltinTable.Default.Find(name)));

    [Fact]
    public void Each_signature_reads()
    {
        foreach (var name in BuiltinSignatures.Names)
        {
            var signature = BuiltinSignatures.Find(name)!;
            var written = $"({string.Join(", ", signature.Arguments)})";
            Assert.StartsWith(written, signature.Text, StringComparison.Ordinal);
            if (signature.Result is { } result)
                Assert.Equal(signature.Text, $"{written} -> {result}");
        }
    }

    [Theory]
    [InlineData("any")]
    [InlineData("all")]
    [InlineData("re_match")]
    [InlineData("set_diff")]
    [InlineData("net.cidr_overlap")]
    [InlineData("cast_array")]
    public void What_v1_refuses_is_marked(string name) => Assert.True(BuiltinSignatures.Find(name)!.Deprecated);
}
