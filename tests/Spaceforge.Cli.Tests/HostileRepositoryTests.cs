namespace Spaceforge.Cli.Tests;

/// <summary>Repositories of strangers in which somebody calls the tool.</summary>
[Trait("Only", "ci")]
public sealed class HostileRepositoryTests : IDisposable
{
    const string Plugin = """
        #:package Spaceforge@1.0.0
        using Spaceforge;

        return await SpaceforgePlugin.RunAsync<Guard>(args);

        sealed class Guard : SpaceforgePlugin
        {
            public override string Name => "guard";
            public override string? Description => "Looks.";
            public override string Author => "Nobody";

            protected override Task AfterPlanAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """;

    readonly Tool _tool = new();

    public HostileRepositoryTests()
    {
        _tool.Folder.Write("outside/victim", "as it was\n");
        _tool.Folder.Write("repository/.git/HEAD", "ref: refs/heads/main\n");
        _tool.Folder.Write("repository/plugin.cs", Plugin);
    }

    string Victim => _tool.Folder.PathOf("outside/victim");

    public void Dispose()
    {
        Assert.Equal("as it was\n", File.ReadAllText(Victim));
        Assert.Equal(["victim"], Directory.GetFileSystemEntries(_tool.Folder.PathOf("outside")).Select(Path.GetFileName));
        _tool.Dispose();
    }

    [Theory]
    [InlineData("ln -s ../outside/victim plugin.yaml", "generate")]
    [InlineData("ln -s plugin.link plugin.yaml; ln -s ../outside/victim plugin.link", "generate")]
    [InlineData("ln -s ../outside/new plugin.yaml", "generate")]
    [InlineData("ln -s ../outside out", "generate -o out/victim")]
    [InlineData("ln -s ../outside out", "generate -o out/new --timings")]
    [InlineData("rm -r .git; ln -s ../outside/victim plugin.yaml", "generate")]
    [InlineData("rm -r .git; ln -s ../outside/victim plugin.yaml", "generate --timings")]
    [Attack("repository", "a link, or a linked folder, in place of the manifest that generate writes",
        "it is not followed out of the repository")]
    public async Task Generate_is_not_led_out(string make, string arguments)
    {
        var made = await RunAsync(make, arguments);
        Assert.Equal(2, made.ExitCode);
        Assert.Contains("that leads out of '", made.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mkdir made; ln -s made/plugin.yaml plugin.yaml", "generate", "repository/made/plugin.yaml")]
    [InlineData("mkdir made; ln -s made out", "generate -o out/plugin.yaml", "repository/made/plugin.yaml")]
    [InlineData("ln ../outside/victim plugin.yaml", "generate", "repository/plugin.yaml")]
    [InlineData("mkfifo plugin.yaml", "generate", "repository/plugin.yaml")]
    public async Task Links_within_it_are_followed_and_other_files_replaced(string make, string arguments, string written)
    {
        (await RunAsync(make, arguments)).ShouldExit(0);
        Assert.Contains("name: guard", await File.ReadAllTextAsync(
            _tool.Folder.PathOf(written), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mkfifo plugin.yaml")]
    [InlineData("ln -s /dev/zero plugin.yaml")]
    [InlineData("ln -s ../outside/victim plugin.yaml")]
    [InlineData("ln -s plugin.yaml plugin.yaml")]
    [InlineData("ln -s nowhere plugin.yaml")]
    [InlineData("ln -s /proc/self/environ plugin.yaml")]
    [InlineData("truncate -s 100G plugin.yaml")]
    [InlineData("mkdir plugin.yaml")]
    [Attack(
        "pull request", "a FIFO, a device, a folder, 100 GB with holes, or a link out of the repository in place of the committed manifest",
        "generate --check fails at once, and shows nothing of what the link leads to")]
    public async Task A_check_compares_with_files_of_the_repository(string make)
    {
        var outcome = await RunAsync(make, "generate --check");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.DoesNotContain("as it was", outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("PATH=", outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.InRange(outcome.Error.Length, 1, 2_000);
    }

    [Theory]
    [InlineData("rm plugin.cs; mkfifo plugin.cs", "generate")]
    [InlineData("rm plugin.cs; ln -s /dev/zero plugin.cs", "generate")]
    [InlineData("rm plugin.cs; ln -s plugin.cs plugin.cs", "run after_plan")]
    [InlineData("truncate -s 100G plugin.cs", "run after_plan")]
    [InlineData("mkfifo plugin.yaml", "validate plugin.yaml")]
    [InlineData("ln -s /dev/zero plugin.yaml", "validate plugin.yaml")]
    [InlineData("truncate -s 100G plugin.yaml", "validate plugin.yaml")]
    [InlineData("mkfifo plugin.yaml", "simulate plugin.yaml")]
    [InlineData("mkfifo plugin.yaml", "new --from plugin.yaml mine")]
    [InlineData("mkfifo plan.json; printf x >plugin.yaml", "simulate plugin.yaml --plan-json plan.json")]
    [InlineData("sed -i '1i #:include other.cs' plugin.cs; mkfifo other.cs", "generate")]
    [InlineData("sed -i '1i #:include other.cs' plugin.cs; ln -s /dev/zero other.cs", "run after_plan")]
    [InlineData("mkfifo Directory.Build.props", "generate --check")]
    [InlineData("truncate -s 100G .editorconfig", "generate")]
    [InlineData("mkfifo global.json", "publish --embed")]
    [InlineData("mkfifo SUMS", "generate --native SUMS --embed")]
    [InlineData("ln -s plugin.cs policy.cs; rm plugin.cs; mkfifo plugin.cs", "policy check policy.cs")]
    [Attack("repository",
        "a FIFO, a device, a link in a circle or 100 GB with holes in place of a plugin, a file that it includes, its build's settings, sums or a manifest",
        "an error that names it, at once")]
    public async Task What_is_not_a_file_is_reported(string make, string arguments)
    {
        var outcome = await RunAsync(make, arguments);
        Assert.True(outcome.ExitCode is 1 or 2, $"Exit code {outcome.ExitCode}\n{outcome.Error}");
        Assert.Matches("plugin|plan|/dev/zero|other|Build|editorconfig|global|SUMS", outcome.Error + outcome.Output);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ln -s ../outside mine", 2)]
    [InlineData("ln -s ../outside/new mine", 2)]
    [InlineData("mkfifo mine", 2)]
    [InlineData("ln -s mine mine", 2)]
    [InlineData("mkdir ../outside/empty; ln -s ../outside/empty mine; (sleep 0; rmdir ../outside/empty)", 2)]
    [InlineData("mkdir mine", 0)]
    [Attack("repository", "a link to a folder, to a file or to nothing, a FIFO or a circle with the name that new is given",
        "nothing is written through it")]
    public async Task New_is_not_led_out(string make, int exitCode)
    {
        (await RunAsync(make, "new mine --minimal")).ShouldExit(exitCode);
        Assert.Equal(exitCode == 0, File.Exists(_tool.Folder.PathOf("repository/mine/plugin.yaml")));
    }

    async Task<Outcome> RunAsync(string make, string arguments)
    {
        var folder = _tool.Folder.PathOf("repository");
        (await new CommandLine("sh", "-c", make) { Folder = folder }.RunAsync()).ShouldExit(0);
        // What waits for ever is ended with another exit code.
        return await new CommandLine("timeout", ["-k", "5", "240", Repository.PathOf("spaceforge"), .. arguments.Split(' ')])
        {
            Folder = folder,
            Variables = _tool.Variables,
        }.RunAsync();
    }
}
