namespace Spaceforge.Tests.Releases;

/// <summary>The list of all packages with their licences, and the notices in the tool's packages.</summary>
public sealed class LicenceTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_list_and_the_notices_are_those_of_the_lock_files()
    {
        Needs.Program("python3");
        (await new CommandLine(Repository.PathOf("tests", "supply", "licences"), "--check").RunAsync()).ShouldExit(0);
    }

    [Theory]
    [InlineData("src/Spaceforge.Cli", "<license type=\"expression\">MIT</license>", "")]
    [InlineData("src/Spaceforge.Cli", "<license type=\"expression\">GPL-3.0-only OR (MIT AND Apache-2.0)</license>", "")]
    [InlineData("src/Spaceforge.Cli", "<license type=\"expression\">GPL-3.0-only</license>",
        "Some.Package 1.2.3 has a licence that is not allowed for tool: GPL-3.0-only")]
    [InlineData("tests/Some.Tests", "<license type=\"expression\">MIT AND GPL-3.0-only</license>",
        "Some.Package 1.2.3 has a licence that is not allowed for tests: MIT AND GPL-3.0-only")]
    [InlineData("src/Spaceforge", "<license type=\"file\">LICENSE.md</license>",
        "Some.Package 1.2.3 has a licence of its own, to be read: ")]
    [InlineData("src/Spaceforge", "<licenseUrl>https://example.com/licence</licenseUrl>",
        "Some.Package 1.2.3 has an unknown licence: https://example.com/licence")]
    [InlineData("src/Spaceforge", "", "Some.Package 1.2.3 has an unknown licence: none")]
    [InlineData("src/Spaceforge", "<licenseUrl>http://go.microsoft.com/fwlink/?LinkId=329770</licenseUrl>",
        "Some.Package 1.2.3 has a licence that is not allowed for libraries: Microsoft .NET Library License")]
    [InlineData("src/Spaceforge", null, "Some.Package 1.2.3 is not in ")]
    public async Task A_licence_that_is_unknown_or_not_allowed_is_found(string project, string? licence, string problem)
    {
        Needs.Program("python3");
        _folder.Write($"clone/{project}/packages.lock.json",
            """{"version":2,"dependencies":{"net10.0":{"Some.Package":{"type":"Direct","resolved":"1.2.3"},"our":{"type":"Project"}}}}""");
        _folder.Write("clone/docs/licences.md", "");
        _folder.Write("clone/src/Spaceforge.Cli/THIRD-PARTY-NOTICES.txt", "");
        if (licence is not null)
        {
            _folder.Write("packages/some.package/1.2.3/some.package.nuspec",
                $"<package><metadata><id>Some.Package</id><authors>Some One</authors>{licence}</metadata></package>");
        }

        var outcome = await RunAsync();
        Assert.Equal(problem.Length > 0 ? 1 : 0, outcome.ExitCode);
        Assert.StartsWith(problem.Length > 0 ? $"licences: {problem}" : "", outcome.Error, StringComparison.Ordinal);
        // A list with a problem is not written.
        var list = await File.ReadAllTextAsync(_folder.PathOf("clone", "docs", "licences.md"), TestContext.Current.CancellationToken);
        Assert.Equal(problem.Length == 0, list.Contains("| Some.Package | 1.2.3 |", StringComparison.Ordinal));
        if (problem.Length > 0) return;

        (await RunAsync("--check")).ShouldExit(0);
        _folder.Write("clone/docs/licences.md", list + "\n");
        Assert.Contains("docs/licences.md is stale", (await RunAsync("--check")).ShouldExit(1).Error, StringComparison.Ordinal);
    }

    Task<Outcome> RunAsync(params string[] arguments) =>
        new CommandLine(Repository.PathOf("tests", "supply", "licences"), [.. arguments, _folder.PathOf("clone")])
        {
            Variables = new Dictionary<string, string?> { ["NUGET_PACKAGES"] = _folder.PathOf("packages") },
        }.RunAsync();
}
