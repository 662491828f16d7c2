using System.Text.Json.Nodes;
using Spaceforge.Tests.Services;

namespace Spaceforge.Tests.Testing;

/// <summary>A fake Spacelift reads manifests, and refuses those that are not valid YAML, whatever its parser makes of them.</summary>
public sealed class TemplateManifestTests : IDisposable
{
    readonly HookOf _hook = new();

    public void Dispose() => _hook.Dispose();

    [Theory]
    [InlineData("a: [b,\nc]\n")]
    [InlineData("a:\n  : b\n")]
    [InlineData("!![")]
    public async Task What_ends_its_parser_is_refused(string manifest)
    {
        var failure = await _hook.FailedQueryAsync(
            "mutation Create($input: PluginTemplateCreateInput!) { pluginTemplateCreate(input: $input) { id } }",
            new JsonObject { ["input"] = new JsonObject { ["name"] = "one", ["manifest"] = manifest } });
        Assert.Contains("invalid manifest: it is not valid YAML", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_hook.Spacelift.PluginTemplates);
    }
}
