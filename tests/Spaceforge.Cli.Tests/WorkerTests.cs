using System.Text.RegularExpressions;

namespace Spaceforge.Cli.Tests;

/// <summary>What a manifest mounts starts its plugin, under the shells of runner images.</summary>
/// <remarks>The workspace is a folder with a space in its name instead of /mnt/workspace, so the paths in the commands are exchanged.</remarks>
public sealed partial class WorkerTests : IDisposable
{
    readonly Tool _tool = new();

    string Workspace => _tool.Folder.PathOf("work space");

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_hook_is_built_once_and_then_started()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With("""await RunCliAsync("my-tool", Env["GREETING"]);""", """public override IReadOnlyList<Binary> Binaries => [new("my-tool") { Amd64 = "https://example.com/x", Arm64 = "https://example.com/x" }];"""));
        (await _tool.RunAsync("generate")).ShouldExit(0);
        var manifest = await File.ReadAllTextAsync(_tool.Folder.PathOf("plugin.yaml"), TestContext.Current.CancellationToken);
        var commands = Commands().Matches(manifest).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(["mkdir", "sh", "sh"], commands.Select(command => command.Split(' ')[0]));
        Mount(manifest);
        _tool.Folder.WriteScript("work space/plugins/plugin_binaries/my-tool", "echo \"the tool says $1 in $PWD\"");

        // The stack's own global.json, which asks for an SDK that nobody has, is none of the plugin's business.
        _tool.Folder.Write("work space/source/my stack/global.json", """{"sdk":{"version":"99.0.100"}}""");

        foreach (var shell in (string[])["dash", "bash --posix", "busybox sh"])
        {
            foreach (var command in commands)
            {
                var outcome = (await RunAsync(shell, command)).ShouldExit(0);
                if (!command.Contains("after_plan", StringComparison.Ordinal)) continue;
                Assert.Contains($"[01RUN]\e[0m (my-plugin) the tool says hello in {Workspace}/source/my stack\n", outcome.Error, StringComparison.Ordinal);
                // The SDK is silent where it has nothing to tell.
                Assert.Equal("", outcome.Output);
                Assert.StartsWith("[SpaceForge] Running hook", outcome.Error, StringComparison.Ordinal);
            }
        }

        Assert.Single(Directory.GetDirectories(Path.Combine(Workspace, "plugins", "my-plugin", ".build")));
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_told()
    {
        _tool.Folder.Write("plugin.cs", PluginText.With());
        (await _tool.RunAsync("generate")).ShouldExit(0);
        var manifest = await File.ReadAllTextAsync(_tool.Folder.PathOf("plugin.yaml"), TestContext.Current.CancellationToken);
        Mount(manifest);
        Directory.CreateDirectory(Path.Combine(Workspace, "source", "my stack"));
        var command = Commands().Matches(manifest).Last().Groups[1].Value;

        var bare = Directory.CreateDirectory(_tool.Folder.PathOf("bare")).FullName;
        (await new CommandLine("busybox", "--install", "-s", bare).RunAsync()).ShouldExit(0);
        var without = (await RunAsync("busybox sh", command, bare)).ShouldExit(1);
        Assert.Contains("the plugin needs the .NET 10 SDK, and there is no 'dotnet' on the PATH", without.Error, StringComparison.Ordinal);

        _tool.Folder.WriteScript("old/dotnet", "echo '8.0.100 [/usr/share/dotnet/sdk]'");
        var old = (await RunAsync("dash", command, $"{_tool.Folder.PathOf("old")}:{bare}")).ShouldExit(1);
        Assert.Contains("the plugin needs the .NET 10 SDK, and 'dotnet --list-sdks' shows none", old.Error, StringComparison.Ordinal);

        _tool.Folder.Write("work space/plugins/my-plugin/plugin.cs", "not C#");
        var broken = (await RunAsync("dash", command)).ShouldExit(1);
        Assert.Contains("plugin.cs(1,", broken.Error, StringComparison.Ordinal);
        Assert.Contains("spaceforge: the plugin does not build", broken.Error, StringComparison.Ordinal);
    }

    Task<Outcome> RunAsync(string shell, string command, string? path = null)
    {
        string[] words = [.. shell.Split(' '), "-c", Regex.Replace(command, "/mnt/workspace/[^ ]*", match => $"'{match.Value.Replace("/mnt/workspace", Workspace, StringComparison.Ordinal)}'")];
        return new CommandLine(words[0], words[1..])
        {
            Variables = new Dictionary<string, string?>
            {
                ["PATH"] = path ?? Environment.GetEnvironmentVariable("PATH"),
                ["TF_VAR_spacelift_run_id"] = "01RUN",
                ["TF_VAR_spacelift_workspace_root"] = Workspace,
                ["TF_VAR_spacelift_project_root"] = "my stack",
                ["GREETING"] = "hello",
                ["NO_COLOR"] = null,
                // Instead of the feed that the library is published to.
                ["RestoreAdditionalProjectSources"] = Repository.PathOf("artifacts", "packages"),
            },
        }.RunAsync();
    }

    void Mount(string manifest)
    {
        foreach (Match file in Files().Matches(manifest))
        {
            var text = string.Join('\n', file.Groups[2].Value.Split('\n').Select(line => line.Length > 10 ? line[10..] : ""));
            _tool.Folder.Write($"work space/{file.Groups[1].Value}", text);
        }
    }

    [GeneratedRegex(@"^      - path: /mnt/workspace/(\S+)\n        content: \|\n((?:          .*\n|\n)*)", RegexOptions.Multiline)]
    private static partial Regex Files();

    [GeneratedRegex(@"^        - ((?:sh|mkdir) .*)$", RegexOptions.Multiline)]
    private static partial Regex Commands();
}
