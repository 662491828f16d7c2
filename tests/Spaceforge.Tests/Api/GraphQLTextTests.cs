using Spaceforge.Api;

namespace Spaceforge.Tests.Api;

/// <summary>What a GraphQL document asks for is read off its text.</summary>
public sealed class GraphQLTextTests
{
    [Theory]
    [InlineData("{ stacks { id } }", false, "query")]
    [InlineData("query Stacks($mutation: ID!) { stack(id: $mutation) { mutation } }", false, "query Stacks")]
    [InlineData("# mutation\n\"mutation\" query { a(x: \"mutation {\") }", false, "query")]
    [InlineData("mutation Lock { stackLock { id } }", true, "mutation Lock")]
    [InlineData("fragment F on Stack { id } mutation { a { ...F } }", true, "mutation")]
    [InlineData("query A { a } mutation B { b }", true, "query A")]
    [InlineData("query { mutation { id } }", false, "query")]
    public void Kind_and_name_are_found(string document, bool mutation, string name)
    {
        Assert.Equal(mutation, GraphQLText.IsMutation(document));
        Assert.Equal(name, GraphQLText.Name(document));
    }
}
