using System.Text.Json.Nodes;

namespace Spaceforge.Tests.Releases;

/// <summary>The bills of materials that a release has.</summary>
[Trait("Only", "ci")]
public sealed class SbomTests : IDisposable
{
    static readonly string Script = Repository.PathOf("tests", "supply", "sbom");

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_tool_has_a_valid_one_that_names_what_it_contains_and_is_always_the_same()
    {
        var made = await Task.WhenAll(MakeAsync("one", "C.UTF-8", "UTC"), MakeAsync("two", "tr_TR.UTF-8", "Asia/Kathmandu"));
        Assert.Equal(made[0], made[1]);
        (await CheckAsync("one/Spaceforge.Cli.cdx.json")).ShouldExit(0);

        var bill = JsonNode.Parse(made[0])!;
        Assert.Equal("2026-01-01T00:00:00Z", (string?)bill["metadata"]!["timestamp"]);
        var notices = await File.ReadAllTextAsync(
            Repository.PathOf("src", "Spaceforge.Cli", "THIRD-PARTY-NOTICES.txt"), TestContext.Current.CancellationToken);
        string[] named = [.. bill["components"]!.AsArray().Select(component => (string)component!["name"]!)];
        Assert.Equal(["dotnet/roslyn", "dotnet/runtime"], named[^2..]);
        // The packages are those whose notices the tool carries, and no other.
        Assert.Equal(
            notices.Split("\n\n").Where(block => block.Contains("\nLicence: ", StringComparison.Ordinal))
                .Select(block => block.Split('\n')[0])
                .Where(line => !line.StartsWith(".NET ", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            bill["components"]!.AsArray().SkipLast(2)
                .Select(component => $"{component!["name"]} {component["version"]}").Order(StringComparer.Ordinal));
        Assert.All(bill["components"]!.AsArray(), component => Assert.NotNull(component!["licenses"]?[0]?["license"]?["id"]));
    }

    [Fact]
    public async Task The_check_can_fail()
    {
        _folder.Write("bad.json", """
            {"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[
              {"type":"library","name":"x","licenses":[{"license":{"id":"MITT"}}]},{"type":"libary","name":"y"}]}
            """);
        var refused = (await CheckAsync("bad.json")).ShouldExit(1);
        Assert.Contains("MITT", refused.Error, StringComparison.Ordinal);
        Assert.Contains("libary", refused.Error, StringComparison.Ordinal);
    }

    async Task<string> MakeAsync(string folder, string language, string zone)
    {
        Directory.CreateDirectory(_folder.PathOf(folder));
        var command = new CommandLine(Script, _folder.PathOf(folder), "Spaceforge.Cli")
        {
            Variables = new Dictionary<string, string?> { ["LC_ALL"] = language, ["TZ"] = zone, ["SOURCE_DATE_EPOCH"] = "1767225600" },
        };
        (await command.RunAsync()).ShouldExit(0);
        return await File.ReadAllTextAsync(_folder.PathOf(folder, "Spaceforge.Cli.cdx.json"), TestContext.Current.CancellationToken);
    }

    async Task<Outcome> CheckAsync(string name)
    {
        if (!Directory.Exists(Repository.PathOf("tests", "supply", "node_modules")))
        {
            Needs.Missing("The schema of CycloneDX is not there; './build tools' fetches it.");
        }

        return await new CommandLine(Script, "--check", _folder.PathOf(name)).RunAsync();
    }
}
