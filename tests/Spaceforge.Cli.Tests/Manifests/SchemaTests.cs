using System.Text.Json.Nodes;

namespace Spaceforge.Cli.Tests.Manifests;

/// <summary><c>spaceforge schema</c>.</summary>
public sealed class SchemaTests : IDisposable
{
    readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_schema_is_the_specification_and_what_manifests_refer_to()
    {
        var printed = (await _tool.RunAsync("schema")).ShouldExit(0).Output;
        var specified = await File.ReadAllTextAsync(Repository.ManifestSchema, TestContext.Current.CancellationToken);
        var manifest = await File.ReadAllLinesAsync(
            Repository.PathOf("samples", "quickstart", "plugin.yaml"), TestContext.Current.CancellationToken);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(specified), JsonNode.Parse(printed)), printed);
        const string Comment = "# yaml-language-server: $schema=https://raw.githubusercontent.com/spaceforge/spaceforge-dotnet/v1.0.0/";
        Assert.StartsWith(Comment, manifest[0], StringComparison.Ordinal);
        Assert.Equal(
            await File.ReadAllTextAsync(Repository.PathOf(manifest[0][Comment.Length..]), TestContext.Current.CancellationToken), printed);
    }
}
