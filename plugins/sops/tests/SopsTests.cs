using Spaceforge.Testing;

namespace Spaceforge.Plugins.Tests;

/// <summary>The plugin sops, with a program that stands in for sops.</summary>
public sealed class SopsTests : IDisposable
{
    const string Decrypted = "database:\n    password: hunter2\n    user: app\n";

    static readonly string TestData = Repository.PathOf("plugins", "sops", "testdata");

    readonly FakeSpacelift _spacelift = new();
    readonly PluginHarness<Sops> _harness = new();

    public SopsTests()
    {
        _harness.Spacelift = _spacelift;
        _harness.Commands.RunOthers = true;
        _harness.Environment["PATH"] = $"{TestData}:{_harness.Environment["PATH"]}";
        foreach (var file in Directory.GetFiles(TestData, "*.yaml")) File.Copy(file, PathOf(Path.GetFileName(file)));
    }

    public void Dispose()
    {
        _harness.Dispose();
        _spacelift.Dispose();
    }

    [Fact]
    public async Task Every_listed_file_is_decrypted_in_its_place()
    {
        File.SetUnixFileMode(PathOf("secrets.yaml"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var outcome = await RunAsync("creation_rules:\n  - age: age1known\nsecrets:\n  - secrets.yaml\n  - ./more.yaml\n");

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(Decrypted, Text("secrets.yaml"));
        Assert.Contains("password: top-secret\n", Text("more.yaml"), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("secrets.yaml")));
        Assert.Contains("- `secrets.yaml`\n- `./more.yaml`\n", outcome.Markdown[^1], StringComparison.Ordinal);
        Assert.Equal("""{"files":["secrets.yaml","./more.yaml"]}""", outcome.PolicyInputs["sops"].ToJsonString());
        AssertNothingLeaked(outcome);
    }

    [Theory]
    [InlineData("corrupt.yaml", "Error decrypting tree: cipher: message authentication failed")]
    [InlineData("foreign.yaml", "Failed to get the data key required to decrypt the SOPS file.")]
    [InlineData("plain.yaml", "sops metadata not found")]
    public async Task Where_one_fails_none_is_decrypted(string file, string words)
    {
        var before = Text(file);
        var outcome = await RunAsync($"secrets: [secrets.yaml, {file}, more.yaml]");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"SOPS cannot decrypt {file}, so no file was decrypted:\n[SpaceForge] {words}", outcome.Log, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(TestData, "secrets.yaml")), Text("secrets.yaml"));
        Assert.Equal(before, Text(file));
        AssertNothingLeaked(outcome);
    }

    [Theory]
    [InlineData("rm secrets.yaml; mkfifo secrets.yaml", "not a regular file")]
    [InlineData("rm .sops.yaml; mkfifo .sops.yaml", "not a regular file")]
    [InlineData("rm .sops.yaml; ln -s /dev/zero .sops.yaml", "outside of the project root")]
    [InlineData("head -c 900000 /dev/zero | tr '\\0' '[' > .sops.yaml", "nested deeper than")]
    [InlineData("yes '-' | head -n 400000 | tr '\\n' ' ' > .sops.yaml", "nested deeper than")]
    [InlineData("truncate -s 3G .sops.yaml", "larger than")]
    [Attack("repository", "a FIFO, a device, a huge or an endlessly nested file as SOPS's list or as a secret", "the hook fails with file and reason")]
    public async Task What_the_repository_puts_there_does_not_hold_it_up(string command, string reason)
    {
        var outcome = await Wait.ForAsync(RunAsync("secrets: [secrets.yaml]", command), "the end of the hook");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(reason, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_decrypted_is_left_alone_by_later_hooks()
    {
        Assert.True((await RunAsync("secrets: [secrets.yaml]")).Succeeded);
        foreach (var hook in (Hook[])[Hook.BeforePerform, Hook.BeforeDestroy]) Assert.True((await RunAsync("secrets: [secrets.yaml]", hook)).Succeeded);
        Assert.Single(_harness.Commands.Calls);
        Assert.Equal(Decrypted, Text("secrets.yaml"));
    }

    [Theory]
    [InlineData(Hook.BeforePerform)]
    [InlineData(Hook.BeforeDestroy)]
    public async Task A_run_without_init_has_its_secrets_too(Hook hook)
    {
        Assert.True((await RunAsync("secrets: [secrets.yaml]", hook)).Succeeded);
        Assert.Equal(Decrypted, Text("secrets.yaml"));
    }

    [Theory]
    [InlineData("secrets: [missing.yaml]", "missing.yaml, which .sops.yaml lists, does not exist.")]
    [InlineData("secrets: [../secrets.yaml]", "'../secrets.yaml' is outside of the project root.")]
    [InlineData("secrets: [/etc/hostname]", "'/etc/hostname' is outside of the project root.")]
    [InlineData("secrets: [link.yaml]", "'link.yaml' is outside of the project root.")]
    [InlineData("creation_rules: []", ".sops.yaml has no list of files under 'secrets'.")]
    [InlineData("secrets: secrets.yaml", ".sops.yaml has no list of files under 'secrets'.")]
    [InlineData("secrets: []", ".sops.yaml has no list of files under 'secrets'.")]
    [InlineData("secrets: [{a: b}]", ".sops.yaml has no list of files under 'secrets'.")]
    [InlineData("secrets: ['']", ".sops.yaml has no list of files under 'secrets'.")]
    [InlineData("", ".sops.yaml has no list of files under 'secrets'.")]
    [InlineData("- a", ".sops.yaml has no list of files under 'secrets'.")]
    [InlineData("secrets: [a,\nb]\n", ".sops.yaml is not valid YAML: a list or a map in brackets")]
    [InlineData("a:\n  : b\n", ".sops.yaml is not valid YAML: for example, a value has no key, or a tag is not a URI.")]
    [InlineData("!![", ".sops.yaml is not valid YAML: for example, a value has no key, or a tag is not a URI.")]
    [InlineData("a: b\nsecrets: [a", ".sops.yaml is not valid YAML: the first error is at line")]
    public async Task A_list_that_is_wrong_is_reported(string configuration, string message)
    {
        File.CreateSymbolicLink(PathOf("link.yaml"), "/etc/hostname");
        var outcome = await RunAsync(configuration);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
        Assert.Empty(_harness.Commands.Calls);
    }

    [Fact]
    public async Task The_list_may_stand_in_another_file()
    {
        _harness.Parameters["configuration"] = "config/list.yaml";
        var missing = await _harness.RunAsync(Hook.BeforeInit, TestContext.Current.CancellationToken);
        Assert.Contains("config/list.yaml does not exist in the project root.", missing.Log, StringComparison.Ordinal);

        _harness.WriteFile("config/list.yaml", "secrets: [secrets.yaml]");
        Assert.True((await _harness.RunAsync(Hook.BeforeInit, TestContext.Current.CancellationToken)).Succeeded);
        Assert.Equal(Decrypted, Text("secrets.yaml"));
    }

    [Fact]
    public async Task The_list_may_be_that_of_the_whole_repository_and_no_other()
    {
        _harness.Parameters["configuration_of_the_repository"] = "true";
        var missing = await _harness.RunAsync(Hook.BeforeInit, TestContext.Current.CancellationToken);
        Assert.Contains(".sops.yaml does not exist in the repository.", missing.Log, StringComparison.Ordinal);

        Assert.True((await RunAsync("secrets: [secrets.yaml]")).Succeeded);
        Assert.Equal(Decrypted, Text("secrets.yaml"));

        _harness.Parameters["configuration"] = "../outside.yaml";
        await File.WriteAllTextAsync(
            Path.Combine(_harness.ProjectRoot, "..", "outside.yaml"), "secrets: [secrets.yaml]", TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(_harness.ProjectRoot, "..", "plugins", ".sops-done"));
        var outside = await _harness.RunAsync(Hook.BeforeInit, TestContext.Current.CancellationToken);
        Assert.Contains("outside of the repository", outside.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_run_decrypts_nothing()
    {
        _harness.Spacelift = null;
        Assert.True((await RunAsync("secrets: [secrets.yaml]")).Succeeded);
        Assert.Empty(_harness.Commands.Calls);
    }

    async Task<HookOutcome> RunAsync(string configuration, string command)
    {
        _harness.WriteFile(".sops.yaml", configuration);
        (await new CommandLine("/bin/sh", "-c", command) { Folder = _harness.ProjectRoot }.RunAsync()).ShouldExit(0);
        return await _harness.RunAsync(Hook.BeforeInit, TestContext.Current.CancellationToken);
    }

    Task<HookOutcome> RunAsync(string configuration, Hook hook = Hook.BeforeInit)
    {
        _harness.WriteFile(".sops.yaml", configuration);
        return _harness.RunAsync(hook, TestContext.Current.CancellationToken);
    }

    void AssertNothingLeaked(HookOutcome outcome)
    {
        Assert.All((string[])["hunter2", "top-secret"], secret => Assert.DoesNotContain(secret, outcome.Log + outcome.Output + string.Concat(outcome.Markdown), StringComparison.Ordinal));
        Assert.Equal(
            [".sops.yaml", .. Directory.GetFiles(TestData, "*.yaml").Select(Path.GetFileName).Order(StringComparer.Ordinal)],
            Directory.GetFileSystemEntries(_harness.ProjectRoot).Select(Path.GetFileName).Order(StringComparer.Ordinal)
                .Where(name => name != "sops.custom.spacelift.json"));
    }

    string PathOf(string file) => Path.Combine(_harness.ProjectRoot, file);

    string Text(string file) => File.ReadAllText(PathOf(file));
}
