using System.Text.Json.Nodes;
using Spaceforge.Tests.Services;

namespace Spaceforge.Tests.PolicyInputs;

/// <summary>Data for plan policies is written where the platform reads it.</summary>
public sealed class PolicyInputTests : IDisposable
{
    readonly HookOf _hook = new();

    public void Dispose() => _hook.Dispose();

    [Fact]
    public async Task It_is_a_file_in_the_project_root()
    {
        _hook.Harness.WriteFile("my_scan.custom.spacelift.json", "somebody's own");
        var outcome = await _hook.RunAsync(
            plugin => Add(plugin, "my_scan", new JsonObject { ["passed"] = true, ["issues"] = new JsonArray(1, null) }));

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal("""{"passed":true,"issues":[1,null]}""", await File.ReadAllTextAsync(
            Path.Combine(_hook.Harness.ProjectRoot, "my_scan.custom.spacelift.json"), TestContext.Current.CancellationToken));
        Assert.Single(Directory.GetFiles(_hook.Harness.ProjectRoot));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a b")]
    public async Task A_name_that_is_not_a_key_is_refused(string name)
    {
        var outcome = await _hook.RunAsync(plugin => Add(plugin, name, new JsonObject()));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"'{name}' is not a valid policy input name", outcome.Log, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_hook.Harness.ProjectRoot));
    }

    [Fact]
    public async Task Only_objects_are_taken()
    {
        var outcome = await _hook.RunAsync(plugin => Add(plugin, "list", new JsonArray(1)));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("The policy input 'list' must be a JSON object", outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_modules_test_it_is_also_in_each_test_cases_folder()
    {
        _hook.Harness.Environment["TF_VAR_spacelift_run_type"] = "TESTING";
        _hook.Harness.WriteFile(".spacelift/config.yml", """
            version: 2
            tests:
              - name: plain
                project_root: examples/plain   # a comment
              - project_root: "examples/with blank"
              - project_root: ../outside
              - project_root: missing
            """);
        foreach (var folder in (string[])["examples/plain", "examples/with blank"]) _hook.Harness.WriteFile($"{folder}/main.tf", "");
        var outcome = await _hook.RunAsync(plugin => Add(plugin, "scan", new JsonObject()));

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal(
            ["examples/plain/scan.custom.spacelift.json", "examples/with blank/scan.custom.spacelift.json", "scan.custom.spacelift.json"],
            Directory.GetFiles(_hook.Harness.ProjectRoot, "*.custom.spacelift.json", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_hook.Harness.ProjectRoot, path)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("examples/")]
    [Attack("repository", "a link with the policy input's name leads to another file", "the link is replaced, and the other file is kept")]
    public async Task A_planted_link_is_replaced(string folder)
    {
        using var other = new TemporaryFolder();
        var victim = other.Write("victim", "untouched");
        _hook.Harness.Environment["TF_VAR_spacelift_run_type"] = "TESTING";
        _hook.Harness.WriteFile(".spacelift/config.yml", "tests:\n  - project_root: examples\n");
        Directory.CreateDirectory(Path.Combine(_hook.Harness.ProjectRoot, "examples"));
        var input = Path.Combine(_hook.Harness.ProjectRoot, $"{folder}scan.custom.spacelift.json");
        File.CreateSymbolicLink(input, victim);
        var outcome = await _hook.RunAsync(plugin => Add(plugin, "scan", new JsonObject { ["x"] = "$(touch evil)" }));

        Assert.True(outcome.Succeeded, outcome.Log);
        Assert.Equal("untouched", await File.ReadAllTextAsync(victim, TestContext.Current.CancellationToken));
        Assert.Null(new FileInfo(input).LinkTarget);
        Assert.Equal("""{"x":"$(touch evil)"}""", await File.ReadAllTextAsync(input, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("mkdir ../out && ln -s ../out examples", "a link")]
    [InlineData("mkdir examples && rm .spacelift/config.yml && mkfifo .spacelift/config.yml", "not a regular file")]
    [InlineData("mkdir examples && rm .spacelift/config.yml && ln -s /dev/zero .spacelift/config.yml", "a link")]
    [InlineData("mkdir examples && truncate -s 3G .spacelift/config.yml", "larger than")]
    [Attack("repository", "a module test's folder, or the module's configuration, is a link, a FIFO, a device or huge",
        "the hook fails with file and reason, and nothing is written elsewhere")]
    public async Task A_modules_configuration_is_read_with_care(string command, string reason)
    {
        _hook.Harness.Environment["TF_VAR_spacelift_run_type"] = "TESTING";
        _hook.Harness.WriteFile(".spacelift/config.yml", "tests:\n  - project_root: examples\n");
        (await new CommandLine("/bin/sh", "-c", command) { Folder = _hook.Harness.ProjectRoot }.RunAsync()).ShouldExit(0);
        var outcome = await Wait.ForAsync(_hook.RunAsync(plugin => Add(plugin, "scan", new JsonObject())), "the end of the hook");
        var beside = Path.Combine(_hook.Harness.ProjectRoot, "..", "out");
        if (Directory.Exists(beside))
        {
            Assert.Empty(Directory.GetFileSystemEntries(beside));
            Directory.Delete(beside);
        }

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(reason, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("repository", "a module configuration with a million blanks in one line", "it is read quickly")]
    public async Task Blanks_in_a_modules_configuration_cost_nothing()
    {
        _hook.Harness.Environment["TF_VAR_spacelift_run_type"] = "TESTING";
        _hook.Harness.WriteFile(".spacelift/config.yml", $"project_root: a{new string(' ', 900_000)}\"b");
        var outcome = await Wait.ForAsync(_hook.RunAsync(plugin => Add(plugin, "scan", new JsonObject())), "the end of the hook");
        Assert.True(outcome.Succeeded, outcome.Log);
    }

    [Fact]
    [Attack("author", "a policy input named like a secret", "it is rejected without quoting the name")]
    public async Task A_name_that_holds_a_secret_is_refused()
    {
        var outcome = await _hook.RunAsync(plugin =>
        {
            plugin.AddMask("hunter2hunter2");
            return Add(plugin, "scan-hunter2hunter2", new JsonObject());
        });
        Assert.Equal(1, outcome.ExitCode);
        Assert.Empty(Directory.GetFiles(_hook.Harness.ProjectRoot));
    }

    [Fact]
    public async Task A_local_run_prints_it()
    {
        _hook.Harness.Spacelift = null;
        var outcome = await _hook.RunAsync(plugin => Add(plugin, "scan", new JsonObject { ["passed"] = true }));
        Assert.Equal("""{"passed":true}""", outcome.PolicyInputs["scan"].ToJsonString());
        Assert.Empty(Directory.GetFileSystemEntries(_hook.Harness.ProjectRoot));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_fails_the_hook()
    {
        Directory.CreateDirectory(Path.Combine(_hook.Harness.ProjectRoot, "scan.custom.spacelift.json"));
        var outcome = await _hook.RunAsync(plugin => Add(plugin, "scan", new JsonObject()));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("it is a folder", outcome.Log, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_hook.Harness.ProjectRoot, "scan.custom.spacelift.json"));
    }

    static Task Add(ServicesPlugin plugin, string name, JsonNode data)
    {
        plugin.AddToPolicyInput(name, data);
        return Task.CompletedTask;
    }
}
