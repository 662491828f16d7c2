using System.IO.Compression;

namespace Spaceforge.Package.Tests;

/// <summary>The tool's packages: a native one for this machine, and a portable one for any other.</summary>
public sealed class ToolPackageTests(NewUser user)
{
    // A hook asks the run's Spacelift, as a plugin does.
    const string Asking = """
        name: asking
        version: 1.0.0
        description: ""
        author: test
        contexts:
          - name_prefix: asking
            description: ""
            hooks:
              before_init:
                - 'echo "answered: $(curl -s -H "Authorization: Bearer $SPACELIFT_API_TOKEN" -d "{\"query\":\"{ stacks { id } }\"}" "$TF_VAR_spacelift_graphql_endpoint")"'
        """;

    [Fact]
    public async Task The_installed_tool_is_a_native_executable()
    {
        var start = await File.ReadAllBytesAsync(user.Tool, TestContext.Current.CancellationToken);
        Assert.Equal("\u007fELF"u8.ToArray(), start[..4]);
        Assert.Equal("1.0.0\n", (await user.RunAsync(user.Tool, "--version")).ShouldExit(0).Output);
        Assert.Contains("+", (await user.RunAsync(user.Compiler, "--version")).ShouldExit(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_native_tool_simulates_by_itself()
    {
        // No second tool in the package, and no library that generates code at run time.
        Assert.Empty(Directory.GetFiles(user.Home.PathOf("tools"), "spaceforge-cli*.dll", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(user.Home.PathOf("tools"), "GraphQL.dll", SearchOption.AllDirectories));
        user.Home.Write("simulated/asking.yaml", Asking);
        user.Home.Write("simulated/api.json", """{"stacks":[{"id":"from-a-file"}]}""");
        var ran = (await user.RunInAsync(
            user.Home.PathOf("simulated"), user.Tool, "simulate", "asking.yaml", "--api-data", "api.json")).ShouldExit(0);
        Assert.Contains("FINISHED", ran.Output, StringComparison.Ordinal);
        Assert.Contains("answered: {\"data\":{\"stacks\":[{\"id\":\"from-a-file\"}]}}", ran.Output, StringComparison.Ordinal);
        (await user.RunAsync(user.Tool, "simulate", "--no-such-option")).ShouldExit(2);
    }

    [Fact]
    public async Task The_portable_tool_makes_the_same_manifest()
    {
        var folder = user.QuickStart("portable");
        await ZipFile.ExtractToDirectoryAsync(Repository.PathOf(
            "artifacts", "packages", "Spaceforge.Cli.any.1.0.0.nupkg"), user.Home.PathOf("any"), TestContext.Current.CancellationToken);
        var tool = Assert.Single(Directory.GetFiles(user.Home.PathOf("any"), "spaceforge-cli.dll", SearchOption.AllDirectories));

        var native = (await user.RunInAsync(folder, user.Tool, "generate", "-o", "-")).ShouldExit(0);
        // A full build, and then the SDK's compiler: the portable tool has no native one.
        Assert.Equal(native.Output, (await user.RunInAsync(folder, "dotnet", "exec", tool, "generate", "-o", "-")).ShouldExit(0).Output);
        await File.AppendAllTextAsync(Path.Combine(folder, "plugin.cs"), "// An edit.\n", TestContext.Current.CancellationToken);
        var edited = (await user.RunInAsync(folder, "dotnet", "exec", tool, "generate", "-o", "-", "--timings")).ShouldExit(0);
        Assert.Contains("compile with the SDK", edited.Error, StringComparison.Ordinal);
        Assert.Equal((await user.RunInAsync(folder, user.Tool, "generate", "-o", "-")).ShouldExit(0).Output, edited.Output);
    }
}
