namespace Spaceforge.Tests;

/// <summary>Every shell script, those that a worker runs and our own.</summary>
public sealed class ShellScriptTests
{
    public static TheoryData<string> Scripts =>
    [
        .. Directory.GetFiles(Repository.PathOf("src"), "*.sh", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Root, path)),
        "build", "spaceforge", ".ci/run",
        .. Directory.GetFiles(Repository.PathOf("benchmarks"), "run", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task ShellCheck_has_nothing_to_say(string script)
    {
        var outcome = await new CommandLine("shellcheck", "--shell=sh", script) { Folder = Repository.Root }.RunAsync();
        Assert.Equal("", outcome.Output + outcome.Error);
    }
}
