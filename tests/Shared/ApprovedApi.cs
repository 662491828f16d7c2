namespace Spaceforge.Tests.Shared;

/// <summary>The public API of an assembly against the committed file <c>PublicApi.txt</c> of a test project.</summary>
static class ApprovedApi
{
    public static void Check(string api, string project)
    {
        var actual = api.ReplaceLineEndings("\n") + "\n";
        var path = Repository.PathOf("tests", project, "PublicApi.txt");
        var committed = File.Exists(path) ? File.ReadAllText(path) : "";
        if (committed == actual) return;

        var proposal = Path.Combine(Repository.Root, "artifacts", "PublicApi.txt");
        File.WriteAllText(proposal, actual);
        Assert.Fail($"The public API has changed. Where that is meant: cp {proposal} {path}");
    }
}
