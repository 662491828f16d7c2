using PublicApiGenerator;

namespace Spaceforge.Tests;

/// <summary>The public API is what was agreed on: one reviewed file.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_the_committed_one()
    {
        var actual = typeof(SpaceforgePlugin).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";
        var path = Repository.PathOf("tests", "Spaceforge.Tests", "PublicApi.txt");
        var committed = File.Exists(path) ? File.ReadAllText(path) : "";
        if (committed == actual) return;

        var proposal = Path.Combine(Repository.Root, "artifacts", "PublicApi.txt");
        File.WriteAllText(proposal, actual);
        Assert.Fail($"The public API has changed. Where that is meant: cp {proposal} {path}");
    }
}
