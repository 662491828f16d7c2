namespace Spaceforge.Package.Tests;

/// <summary>The quick start, followed by a new user with the packed packages.</summary>
public sealed class QuickStartTests(NewUser user)
{
    static readonly string CommittedManifest = File.ReadAllText(Repository.PathOf("samples", "quickstart", "plugin.yaml"));

    [Fact]
    public async Task The_tool_makes_the_manifest_and_runs_the_hook()
    {
        var folder = user.QuickStart("with-tool");

        (await user.RunInAsync(folder, user.Tool, "generate", "plugin.cs", "--form", "source")).ShouldExit(0);
        var ran = (await user.RunInAsync(folder, user.Tool, "run", "after_plan", "--param", "api_key=12345678")).ShouldExit(0);

        Assert.Equal(
            CommittedManifest, await File.ReadAllTextAsync(Path.Combine(folder, "plugin.yaml"), TestContext.Current.CancellationToken));
        Assert.Equal(["plugin.cs", "plugin.yaml"], Directory.GetFileSystemEntries(folder)
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("(my-plugin) scanning ./ with 8 characters of key\n", ran.Error, StringComparison.Ordinal);
        Assert.Contains("(my-plugin) Security scan passed!\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_needs_no_tool()
    {
        var folder = user.QuickStart("without-tool");

        var made = (await user.RunInAsync(folder, "dotnet", "run", "plugin.cs", "--", "generate", "-o", "-")).ShouldExit(0);
        (await user.RunInAsync(folder, "dotnet", "run", "plugin.cs", "--", "generate")).ShouldExit(0);
        var ran = (await user.RunInAsync(
            folder, "dotnet", "run", "plugin.cs", "--", "run", "after_plan", "--param", "api_key=12345678")).ShouldExit(0);

        Assert.Equal(CommittedManifest, made.Output);
        Assert.Equal(
            CommittedManifest, await File.ReadAllTextAsync(Path.Combine(folder, "plugin.yaml"), TestContext.Current.CancellationToken));
        Assert.EndsWith("[SpaceForge] Hook completed: after_plan\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_native_plugin_runs_its_hook()
    {
        var folder = user.QuickStart("native");

        var published = (await user.RunInAsync(folder, "dotnet", "publish", "plugin.cs", "-o", "out", "--nologo")).ShouldExit(0);
        Assert.DoesNotContain("warning", published.Output + published.Error, StringComparison.OrdinalIgnoreCase);
        // One executable without a runtime next to it.
        Assert.Equal(["plugin", "plugin.dbg"], Directory.GetFiles(Path.Combine(folder, "out"))
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));

        var plugin = Path.Combine(folder, "out", "plugin");
        var ran = (await user.RunInAsync(folder, plugin, "run", "after_plan", "--param", "api_key=12345678")).ShouldExit(0);
        Assert.Contains("(my-plugin) Security scan passed!\n", ran.Error, StringComparison.Ordinal);
        Assert.Equal("my-plugin 1.0.0 (Spaceforge 1.0.0)\n", (await user.RunInAsync(folder, plugin, "--version")).ShouldExit(0).Output);

        var other = (await user.RunInAsync(folder, plugin, "run", "before_init")).ShouldExit(2);
        Assert.Contains("MyPlugin does not override BeforeInitAsync, so it has no hook before_init. It has after_plan.",
            other.Error, StringComparison.Ordinal);

        var made = (await user.RunInAsync(folder, plugin, "generate", "--source", "plugin.cs", "-o", "-")).ShouldExit(0);
        Assert.Equal(CommittedManifest, made.Output);
    }

    [Fact]
    public async Task A_failing_hook_fails_the_run()
    {
        var folder = user.QuickStart("failing");
        var ran = await new CommandLine(user.Tool, "run", "after_plan", "--param", "api_key=12345678")
        {
            Folder = folder,
            Variables = new Dictionary<string, string?>(user.Variables) { ["SCAN_RESULT"] = "3" },
        }.RunAsync();

        Assert.EndsWith(
            "[SpaceForge] Error running hook 'after_plan': Security scan failed!\n", ran.ShouldExit(1).Error, StringComparison.Ordinal);
    }
}
