using Spaceforge.Testing;
using Spaceforge.Tests.Manifests;

namespace Spaceforge.Tests.Model;

/// <summary>Parameters that are lists of strings.</summary>
public sealed class ListParameterTests
{
    [Theory]
    [InlineData("a, b\nc,,", "a|b|c / x|y")]
    [InlineData("", " / x|y")]
    public async Task Items_are_separated_with_commas_or_line_breaks(string value, string expected)
    {
        using var harness = new PluginHarness<Listing>();
        harness.Parameters["names"] = value;
        var outcome = await harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Contains(expected, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void The_manifest_has_a_string_with_its_default()
    {
        var parameters = YamlReader.Read(Generated.Yaml(new Listing()))["parameters"]!.AsArray();
        Assert.Equal("x, y", parameters[1]!["default"]!.GetValue<string>());
        Assert.Equal("string", parameters[1]!["type"]!.GetValue<string>());
        Assert.Equal("The files. Several are separated with commas.", parameters[1]!["description"]!.GetValue<string>());
    }

    sealed class Listing : SpaceforgePlugin
    {
        public override string Name => "listing";

        [Parameter("Names")]
        public IReadOnlyList<string> Names { get; init; } = [];

        [Parameter("Files", Description = "The files")]
        public string[] Files { get; init; } = ["x", "y"];

        protected override Task AfterPlanAsync(CancellationToken cancellationToken)
        {
            Logger.Log(Microsoft.Extensions.Logging.LogLevel.Information, 0, 0, null,
                (_, _) => $"{string.Join('|', Names)} / {string.Join('|', Files)}");
            return Task.CompletedTask;
        }
    }
}
