namespace Spaceforge.Tests.Shared;

/// <summary>The public API of an assembly against the committed file of a test project.</summary>
static class ApprovedApi
{
    public static void Check(string api, string project, string file = "PublicApi.txt")
    {
        var actual = api.ReplaceLineEndings("\n") + "\n";
        var path = Repository.PathOf("tests", project, file);
        var committed = File.Exists(path) ? File.ReadAllText(path) : "";
        if (committed == actual) return;

        var proposal = Path.Combine(Repository.Root, "artifacts", file);
        File.WriteAllText(proposal, actual);
        Assert.Fail($"The public API has changed. Where that is meant: cp {proposal} {path}");
    }
}
