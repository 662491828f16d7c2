using System.IO.Compression;

namespace Spaceforge.Package.Tests;

/// <summary>The tool's packages: a native one for this machine, and a portable one for any other.</summary>
public sealed class ToolPackageTests(NewUser user)
{
    const string Empty = "name: empty\nversion: 1.0.0\ndescription: \"\"\nauthor: test\ncontexts:\n  - name_prefix: empty\n    description: \"\"\n    hooks:\n      before_init:\n        - \":\"\n";

    [Fact]
    public async Task The_installed_tool_is_a_native_executable()
    {
        var start = await File.ReadAllBytesAsync(user.Tool, TestContext.Current.CancellationToken);
        Assert.Equal("\u007fELF"u8.ToArray(), start[..4]);
        Assert.Equal("1.0.0\n", (await user.RunAsync(user.Tool, "--version")).ShouldExit(0).Output);
        Assert.Contains("+", (await user.RunAsync(user.Compiler, "--version")).ShouldExit(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_the_portable_tool_can_do_the_native_one_hands_over()
    {
        user.Home.Write("simulated/empty.yaml", Empty);
        var ran = (await user.RunInAsync(user.Home.PathOf("simulated"), user.Tool, "simulate", "empty.yaml")).ShouldExit(0);
        Assert.Contains("FINISHED", ran.Output, StringComparison.Ordinal);
        // What is wrong on the command line the native one says itself.
        (await user.RunAsync(user.Tool, "simulate", "--no-such-option")).ShouldExit(2);
    }

    [Fact]
    public async Task The_portable_tool_makes_the_same_manifest()
    {
        var folder = user.QuickStart("portable");
        await ZipFile.ExtractToDirectoryAsync(Repository.PathOf("artifacts", "packages", "Spaceforge.Cli.any.1.0.0.nupkg"), user.Home.PathOf("any"), TestContext.Current.CancellationToken);
        var tool = Assert.Single(Directory.GetFiles(user.Home.PathOf("any"), "spaceforge-cli.dll", SearchOption.AllDirectories));

        var native = (await user.RunInAsync(folder, user.Tool, "generate", "-o", "-")).ShouldExit(0);
        // Full, and then with the SDK's compiler: there is no native one beside it.
        Assert.Equal(native.Output, (await user.RunInAsync(folder, "dotnet", "exec", tool, "generate", "-o", "-")).ShouldExit(0).Output);
        await File.AppendAllTextAsync(Path.Combine(folder, "plugin.cs"), "// An edit.\n", TestContext.Current.CancellationToken);
        var edited = (await user.RunInAsync(folder, "dotnet", "exec", tool, "generate", "-o", "-", "--timings")).ShouldExit(0);
        Assert.Contains("compile with the SDK", edited.Error, StringComparison.Ordinal);
        Assert.Equal((await user.RunInAsync(folder, user.Tool, "generate", "-o", "-")).ShouldExit(0).Output, edited.Output);
    }
}
