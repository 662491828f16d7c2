using Spaceforge.Testing;

namespace Spaceforge.Scanning.Tests;

/// <summary>Real commands that go wrong.</summary>
public sealed class RunScannerTests : IDisposable
{
    readonly PluginHarness<ShellPlugin> _harness = new() { Commands = { RunOthers = true } };

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData("echo '{\"found\": 1'", "'sh' printed incomplete or invalid JSON and gave no reason.")]
    [InlineData("exit 3", "'sh' exited with 3 and gave no reason.")]
    [InlineData("echo broken >&2; exit 3", "'sh' exited with 3: broken")]
    [InlineData("echo '{\"found\": 1}'; kill -9 $$", "'sh' exited with 137")]
    [InlineData("echo warned >&2", "'sh' printed nothing: warned")]
    [InlineData("echo '{\"found\": \"\\ud800\"}'", "$.found is not Unicode text")]
    public async Task A_failing_scanner_is_reported_in_its_own_words(string script, string message)
    {
        _harness.Parameters["script"] = script;
        var outcome = await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(message, outcome.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_it_said_the_end_is_shown_and_secrets_are_masked()
    {
        _harness.Parameters["script"] = "i=0; while [ $i -lt 200 ]; do i=$((i+1)); echo \"line $i with $TOKEN\" >&2; done; exit 1";
        _harness.Parameters["token"] = "the-secret-token";
        var log = (await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken)).Log;
        Assert.Contains("line 200 with *****", log, StringComparison.Ordinal);
        Assert.Contains("line 151 with", log, StringComparison.Ordinal);
        Assert.DoesNotContain("line 150 with", log, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret-token", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_scanner_is_named()
    {
        _harness.Environment["PATH"] = "/nowhere";
        _harness.Parameters["program"] = "no-such-scanner";
        var outcome = await _harness.RunAsync(Hook.AfterPlan, TestContext.Current.CancellationToken);
        Assert.Contains("Cannot run 'no-such-scanner': the program does not exist.", outcome.Log, StringComparison.Ordinal);
    }

    sealed class ShellPlugin : ScannerPlugin
    {
        public override string Name => "shell";

        [Parameter("Program")]
        public string Program { get; init; } = "sh";

        [Parameter("Script")]
        public string Script { get; init; } = "";

        [Parameter("Token", Sensitive = true)]
        public string Token { get; init; } = "";

        protected override async Task AfterPlanAsync(CancellationToken cancellationToken) =>
            (await RunScannerAsync(new(Program, "-c", Script))).Requiring("found").Text("found");
    }
}
