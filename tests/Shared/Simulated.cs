using System.Text.Json;

namespace Spaceforge.Tests.Shared;

/// <summary>Simulations as a user starts them, and their results.</summary>
sealed class Simulated : IDisposable
{
    public Tool Tool { get; } = new();

    public TemporaryFolder Folder => Tool.Folder;

    /// <summary>What the tool printed last.</summary>
    public Outcome Last { get; private set; } = new(0, "", "");

    public void Dispose() => Tool.Dispose();

    public async Task<RunResult> RunAsync(int exitCode, params string[] arguments)
    {
        Last = (await Tool.RunAsync(["simulate", .. arguments, "--json", "result.json"])).ShouldExit(exitCode);
        return new RunResult(
            JsonElement.Parse(await File.ReadAllTextAsync(Folder.PathOf("result.json"), TestContext.Current.CancellationToken)));
    }
}
