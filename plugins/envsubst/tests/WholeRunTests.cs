namespace Spaceforge.Plugins.Tests;

/// <summary>envsubst in a whole run of a stack that is no Terraform.</summary>
public sealed class WholeRunTests : IDisposable
{
    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Fact]
    public async Task Manifests_are_ready_before_and_after_the_pause()
    {
        _simulated.Folder.Write("stack/deploy.yaml", "image: ${IMAGE}\nshell: ${HOME}\n");
        var result = await _simulated.RunAsync(
            0, Repository.PathOf("plugins", "envsubst", "plugin.cs"), "--param", "variables=IMAGE", "--env", "IMAGE=a-$I",
            "--source", "stack", "--run-type", "tracked", "--phase", "plan=cat deploy.yaml", "--phase", "apply=cat deploy.yaml");

        Assert.Equal(["init passed", "plan passed", "apply passed"], result.Phases);
        Assert.Equal(["image: a-$I", "shell: ${HOME}", "image: a-$I", "shell: ${HOME}"], result.Log.Where(line => line.StartsWith("image", StringComparison.Ordinal) || line.StartsWith("shell", StringComparison.Ordinal)));
        Assert.Contains("| `deploy.yaml` | `IMAGE` | 1 |", result.Json.GetProperty("outputs").GetProperty("envsubst").GetString(), StringComparison.Ordinal);
        Assert.Equal("image: ${IMAGE}\nshell: ${HOME}\n", await File.ReadAllTextAsync(_simulated.Folder.PathOf("stack", "deploy.yaml"), TestContext.Current.CancellationToken));
    }
}
