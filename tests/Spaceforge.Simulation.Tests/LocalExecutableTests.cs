using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Spaceforge.Simulation.Tests;

/// <summary>A native manifest before its executable is uploaded.</summary>
public sealed class LocalExecutableTests : IDisposable
{
    const string Program = "#!/bin/sh\necho \"the program runs $2\"\n";

    readonly Simulated _simulated = new();

    public void Dispose() => _simulated.Dispose();

    [Theory]
    [InlineData("one-1.0.0-linux-", Program, 0, "one runs one-1.0.0-linux-")]
    [InlineData("dist/one-1.0.0-linux-", Program, 0, "one runs dist/one-1.0.0-linux-")]
    [InlineData("one-1.0.0-linux-", "another", 1, "and the manifest expects ")]
    [InlineData("other", Program, 1, " is not beside one.yaml.")]
    public async Task The_executable_beside_it_is_used_if_its_sum_matches(string file, string content, int exitCode, string sentence)
    {
        var sum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Program)));
        // Nothing listens on this port, and a refusal is final.
        string[] downloads = [.. ((string[])["amd64", "arm64"]).Select(name => $"{name} 'http://127.0.0.1:9/one' {sum}")];
        JsonObject scripts = new()
        {
            ["mounted_files"] = new JsonArray([.. ((string[])["launch.sh", "install.sh"]).Select(name => new JsonObject
            {
                ["path"] = $"/mnt/workspace/plugins/one/{name}",
                ["content"] = File.ReadAllText(Repository.PathOf("src", "Spaceforge", "Launching", name)),
            })]),
        };
        _simulated.Write(new PluginManifest("one").Context("one", scripts, (
            "after_plan", $"sh /mnt/workspace/plugins/one/launch.sh after_plan native one-1.0.0 {string.Join(' ', downloads)}")));
        foreach (var name in (string[])["amd64", "arm64"]) _simulated.Folder.Write($"{file}{name}", content);
        // The launcher's pauses between tries.
        _simulated.Tool.Provide("sleep", "#!/bin/sh\n");

        var result = await _simulated.RunAsync(exitCode, "one.yaml", "--phase", "plan=true");
        Assert.Contains(sentence, _simulated.Last.Output, StringComparison.Ordinal);
        if (exitCode == 0) Assert.Equal(["the program runs after_plan"], result.Log);
        else Assert.Contains(sentence, result.Warnings, StringComparison.Ordinal);
    }
}
