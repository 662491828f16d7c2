using Spaceforge.Testing;

namespace Spaceforge.Scanning.Tests;

/// <summary>A harness whose plugin is not named: public tests cannot derive from a class of an internal plugin.</summary>
public sealed record ScannerHarness(
    CommandScript Commands, IDictionary<string, string> Parameters, IDictionary<string, string> Environment, string ProjectRoot,
    Action<string, string> WriteFile,
    Func<Hook, CancellationToken, Task<HookOutcome>> RunAsync, Action Dispose)
{
    public static ScannerHarness Of<T>()
        where T : SpaceforgePlugin
    {
        var harness = new PluginHarness<T>();
        return new ScannerHarness(
            harness.Commands, harness.Parameters, harness.Environment, harness.ProjectRoot,
            harness.WriteFile, harness.RunAsync, harness.Dispose);
    }
}
