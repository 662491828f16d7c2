using System.Text;
using Spaceforge.Hosting;
using Spaceforge.Secrets;

namespace Spaceforge.Tests.Services;

/// <summary>Files of the repository above the stack's project root.</summary>
public sealed class RepositoryFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_stack_below_the_root_reads_files_of_the_whole_repository()
    {
        _folder.Write("source/.sops.yaml", "secrets: []");
        var services = Services();

        Assert.Equal(_folder.PathOf("source"), services.RepositoryFolder);
        Assert.Equal("secrets: []", Encoding.UTF8.GetString(services.ReadRepositoryFile(".sops.yaml")));
    }

    [Theory]
    [InlineData("../outside.yaml", "outside of the repository")]
    [InlineData("link.yaml", "outside of the repository")]
    [InlineData("fifo", "not a regular file")]
    [Attack("repository", "a file of the repository leads out of it, or is a FIFO", "the hook fails with file and reason")]
    public async Task Nothing_else_is_read(string path, string reason)
    {
        _folder.Write("outside.yaml", "secret");
        Directory.CreateDirectory(_folder.PathOf("source"));
        File.CreateSymbolicLink(_folder.PathOf("source", "link.yaml"), _folder.PathOf("outside.yaml"));
        (await new CommandLine("mkfifo", _folder.PathOf("source", "fifo")).RunAsync()).ShouldExit(0);

        var reading = Task.Run(() => Services().ReadRepositoryFile(path), TestContext.Current.CancellationToken);
        var e = await Assert.ThrowsAsync<PluginFailedException>(() => Wait.ForAsync(reading, "the file to be refused"));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    HookServices Services()
    {
        var console = new TestConsole { Variables = { ["TF_VAR_spacelift_workspace_root"] = _folder.Path } };
        var project = Directory.CreateDirectory(_folder.PathOf("source", "stacks", "app")).FullName;
        var environment = console.Create() with { WorkingDirectory = project };
        return new HookServiceScope(
            environment, RunInfo.From(environment.Env), "p", new SecretMasker(),
            environment.Output, environment.Error, TestContext.Current.CancellationToken).Services;
    }
}
