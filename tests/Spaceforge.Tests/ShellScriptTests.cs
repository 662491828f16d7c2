namespace Spaceforge.Tests;

/// <summary>Every shell script, those that a worker runs and our own.</summary>
public sealed class ShellScriptTests
{
    public static TheoryData<string> Scripts =>
    [
        .. Directory.GetFiles(Repository.PathOf("src"), "*.sh", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
        "build", "spaceforge", ".ci/run", "tests/environments/run", "tests/supply/audit", "tests/supply/reproduce",
        ".github/workflows/check-tag", ".github/workflows/start", "tests/Spaceforge.Worker.Tests/Containers/enter.sh",
        .. Directory.GetFiles(Repository.PathOf("benchmarks"), "run", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    public static TheoryData<string, string> ShellsAndScripts => [.. from shell in (string[])["dash", "bash --posix", "busybox ash"]
        from script in Scripts select (shell, script.Data)];

    [Theory]
    [MemberData(nameof(ShellsAndScripts))]
    public async Task Every_shell_can_read_it(string shell, string script)
    {
        Needs.Program(shell.Split(' ')[0]);
        string[] words = [.. shell.Split(' '), "-n", script];
        (await new CommandLine(words[0], words[1..]) { Folder = Repository.Root }.RunAsync()).ShouldExit(0);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task ShellCheck_has_nothing_to_say(string script)
    {
        Needs.Program("shellcheck");
        var outcome = await new CommandLine("shellcheck", "--shell=sh", script) { Folder = Repository.Root }.RunAsync();
        Assert.Equal("", outcome.Output + outcome.Error);
    }
}
