namespace Spaceforge.Simulation.Tests;

/// <summary>Images of real roots in every form, made by the tools that authors use: umoci and skopeo.</summary>
public sealed class ImageToolTests(MadeImages images) : IClassFixture<MadeImages>, IDisposable
{
    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Theory]
    [InlineData("busybox", "folder")]
    [InlineData("busybox", "tar")]
    [InlineData("busybox", "OCI layout")]
    [InlineData("busybox", "OCI archive")]
    [InlineData("busybox", "docker archive")]
    [InlineData("debian", "folder")]
    [InlineData("debian", "tar")]
    [InlineData("debian", "OCI layout")]
    public async Task Hooks_run_in_it(string root, string form)
    {
        var image = await images.MakeAsync(root, form);
        _simulated.Tool.Variables["XDG_CACHE_HOME"] = images.Cache;
        // The layers of the layout replace one file and remove another.
        _simulated.Write(new PluginManifest("one").Context("one", ("before_init", """
            cat /etc/added; ls /etc/removed 2>/dev/null || :
            echo "${OF_IMAGE-none} $(id -u) $(pwd)"
            cat /etc/os-release 2>/dev/null || :
            git --version
            """)));
        var result = await _simulated.RunAsync(1, "one.yaml", "--image", image);
        var isRoot = form is "folder" or "tar";
        string[] start = isRoot
            ? ["first", "/etc/removed", "none 1983 /mnt/workspace/source"]
            : ["second", "yes 1983 /mnt/workspace/source"];
        Assert.Equal(start, result.Log.Take(start.Length));
        Assert.Equal(root == "debian", result.Log.Contains("VERSION_CODENAME=bookworm"));
        Assert.EndsWith("git: not found", result.Log[^1], StringComparison.Ordinal);
        Assert.Equal(form, result.Json.GetProperty("image").GetProperty("kind").GetString());
        // Debian's smallest root has no ps.
        Assert.Equal(root == "debian", result.Warnings.Contains("The image has no ps", StringComparison.Ordinal));
    }
}
